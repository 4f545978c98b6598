"""Why a file cannot be read: the Vietnamese sentences, each with its remedy.

Readers raise `Unreadable(reason)`; `imports/tables.py` puts the name of the file into it and
raises the `AppError` people see. A new reason is one more `Reason` here.
"""

from dataclasses import dataclass

SAVE_AS = "hoặc mở bằng Excel rồi lưu lại thành .xlsx"


@dataclass(frozen=True, slots=True)
class Reason:
    """`message` has one place, {file}, for the name of the file."""

    message: str
    hint: str


class Unreadable(Exception):
    """A reader gives up for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.message)
        self.reason = reason


MISSING = Reason(
    "Không tìm thấy tệp “{file}”.",
    "Hãy kiểm tra USB còn cắm hay không và tên tệp có bị đổi hay không, rồi chọn lại tệp.",
)
FOLDER = Reason(
    "“{file}” là một thư mục, không phải tệp.", "Hãy mở thư mục rồi chọn tệp bên trong."
)
LOCKED = Reason(
    "Không mở được tệp “{file}”: tệp đang được chương trình khác giữ hoặc bạn không có quyền đọc.",
    "Hãy đóng tệp trong Excel rồi thử lại, hoặc chép tệp ra màn hình nền và chọn bản chép đó.",
)
DISK = Reason(
    "Không đọc được tệp “{file}”: ổ đĩa hoặc USB báo lỗi.",
    "Hãy rút USB ra cắm lại rồi chép tệp vào máy này trước khi chọn.",
)
EMPTY = Reason("Tệp “{file}” rỗng, không có dữ liệu.", f"Hãy chép lại tệp từ nơi gửi, {SAVE_AS}.")
NO_SHEETS = Reason(
    "Tệp “{file}” không có trang tính nào.",
    "Hãy chọn tệp có danh sách, hoặc xin lại tệp từ nơi gửi.",
)
DAMAGED = Reason(
    "Không đọc được tệp “{file}”: tệp bị hỏng hoặc chưa chép xong.",
    f"Hãy chép lại tệp từ nơi gửi, {SAVE_AS}.",
)
PASSWORD = Reason(
    "Không đọc được tệp “{file}”: tệp được bảo vệ bằng mật khẩu.",
    "Hãy mở tệp bằng Excel, bỏ mật khẩu rồi lưu lại thành .xlsx.",
)
WRONG_KIND = Reason(
    "Tệp “{file}” không phải là bảng tính.",
    "Hãy chọn tệp Excel (.xlsx, .xls), LibreOffice (.ods) hoặc văn bản có cột (.csv, .txt).",
)
SAVED_ANOTHER_WAY = Reason(
    "Không đọc được tệp “{file}”: tệp được lưu theo kiểu ít gặp.",
    "Hãy mở bằng Excel rồi lưu lại thành .xlsx.",
)
TOO_BIG = Reason(
    "Không đọc tệp “{file}”: tệp lớn bất thường so với một danh sách hộ.",
    "Hãy mở bằng Excel, chỉ giữ trang tính có danh sách rồi lưu lại thành .xlsx.",
)
FAR_CELLS = Reason(
    "Không đọc tệp “{file}”: có ô nằm quá xa danh sách (ngoài 100.000 dòng hoặc 60 cột).",
    "Hãy mở bằng Excel, xóa các dòng và cột thừa ở cuối trang tính rồi lưu lại.",
)
UNSAFE = Reason(
    "Không đọc tệp “{file}”: bên trong có phần khai báo không an toàn.",
    "Hãy xin lại tệp từ nơi gửi; nếu tin nơi gửi thì mở bằng Excel rồi lưu lại thành .xlsx.",
)
