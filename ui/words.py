"""Vietnamese words for ttkbootstrap's own texts: version 2.2.6 ships no `vi` catalogue.

Keys are the toolkit's English strings. What our own screens say stays where it is shown.
"""

import ttkbootstrap as ttk
from ttkbootstrap.localization import MessageCatalog

VI: dict[str, str] = {
    "OK": "Đồng ý",
    "Ok": "Đồng ý",
    "Yes": "Có",
    "No": "Không",
    "Cancel": "Hủy",
    "Retry": "Thử lại",
    "Continue": "Tiếp tục",
    "Delete": "Xoá",
    "Next": "Sau",
    "Prev": "Trước",
    "Previous": "Trước",
    "Open": "Mở",
    "Close": "Đóng",
    "Add": "Thêm",
    "Remove": "Bỏ",
    "Submit": "Gửi",
    "Search": "Tìm",
    "Page": "Trang",
    "of": "trên",
    "Reset table": "Đặt lại bảng",
    "Columns": "Cột",
    "Move": "Di chuyển",
    "Align": "Căn lề",
    "Hide column": "Ẩn cột",
    "Delete column": "Xoá cột",
    "Show All": "Hiện tất cả",
    "Move to left": "Sang trái",
    "Move to right": "Sang phải",
    "Move to first": "Về đầu",
    "Move to last": "Về cuối",
    "Align left": "Căn trái",
    "Align center": "Căn giữa",
    "Align right": "Căn phải",
    "Sort": "Sắp xếp",
    "Filter": "Lọc",
    "Export": "Xuất",
    "Delete selected rows": "Xoá dòng đã chọn",
    "Sort Ascending": "Sắp xếp tăng",
    "Sort Descending": "Sắp xếp giảm",
    "Clear filters": "Bỏ lọc",
    "Filter by cell's value": "Lọc theo giá trị ô",
    "Hide select rows": "Ẩn dòng đã chọn",
    "Show only select rows": "Chỉ hiện dòng đã chọn",
    "Export all records": "Xuất tất cả",
    "Export current page": "Xuất trang này",
    "Export current selection": "Xuất phần đã chọn",
    "Export records in filter": "Xuất kết quả lọc",
    "Move up": "Lên",
    "Move down": "Xuống",
    "Move to top": "Lên đầu",
    "Move to bottom": "Xuống cuối",
    "Should be of data type": "Phải là kiểu",
    "Invalid data type": "Sai kiểu dữ liệu",
    "Number cannot be greater than": "Số không được lớn hơn",
    "Number cannot be less than": "Số không được nhỏ hơn",
    "Out of range": "Ngoài khoảng",
    "Select an item from the list": "Chọn một mục trong danh sách",
    "Save As": "Lưu thành",
    "Select Directory": "Chọn thư mục",
    "Directory:": "Thư mục:",
    "File name:": "Tên tệp:",
    "Files of type:": "Loại tệp:",
    "All Files": "Mọi tệp",
    "Name": "Tên",
    "Size": "Cỡ",
    "Modified": "Sửa lúc",
    "Show hidden files": "Hiện tệp ẩn",
    "Selection:": "Chọn:",
    "File already exists. Overwrite?": "Tệp đã có. Ghi đè?",
    "Mo": "T2",
    "Tu": "T3",
    "We": "T4",
    "Th": "T5",
    "Fr": "T6",
    "Sa": "T7",
    "Su": "CN",
    "January": "Tháng 1",
    "February": "Tháng 2",
    "March": "Tháng 3",
    "April": "Tháng 4",
    "May": "Tháng 5",
    "June": "Tháng 6",
    "July": "Tháng 7",
    "August": "Tháng 8",
    "September": "Tháng 9",
    "October": "Tháng 10",
    "November": "Tháng 11",
    "December": "Tháng 12",
}

# Tk's own file dialog, on Linux; Windows shows the system's. "&" stands before the key for Alt.
TK_VI: dict[str, str] = {
    "&Directory:": "&Thư mục:",
    "File &name:": "Tê&n tệp:",
    "File &names:": "Tê&n tệp:",
    "Files of &type:": "&Loại tệp:",
    "&Open": "&Mở",
    "&Save": "&Lưu",
    "&Cancel": "&Hủy",
    "&OK": "Đồng ý",
    "&Yes": "&Có",
    "&No": "&Không",
    "Open": "Mở",
    "Save As": "Lưu thành",
    "Choose Directory": "Chọn thư mục",
    "&Selection:": "&Chọn:",
    "Show &Hidden Directories": "Hiện thư mục ẩ&n",
    "Show &Hidden Files and Directories": "Hiện tệp và thư mục ẩ&n",
    'File "%1$s"  does not exist.': "Không có tệp “%1$s”.",
    'File "%1$s" does not exist.': "Không có tệp “%1$s”.",
    'Directory "%1$s" does not exist.': "Không có thư mục “%1$s”.",
    'Invalid file name "%1$s".': "Tên tệp “%1$s” không dùng được.",
    'File "%1$s" already exists.\nDo you want to overwrite it?': (
        "Đã có tệp “%1$s”.\nGhi đè lên tệp này?"
    ),
    'Cannot change to the directory "%1$s".\nPermission denied.': (
        "Không mở được thư mục “%1$s”: không có quyền."
    ),
}


def install() -> None:
    """Make Vietnamese the toolkit's language. Call once the App exists."""
    flat = [text for pair in VI.items() for text in pair]
    MessageCatalog.set_many("vi", *flat)
    MessageCatalog.locale("vi")
    tk = ttk.Style.get_instance().master.tk
    for english, vietnamese in TK_VI.items():
        tk.call("namespace", "eval", "::tk", ("::msgcat::mcset", "vi", english, vietnamese))
