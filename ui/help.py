"""F1: one readable page for each screen. To add one: its text in HELP, by the key of the screen.

Texts are paragraphs; a line that starts with "# " is a heading.
"""

import tkinter as tk
from tkinter import font as tkfont

import ttkbootstrap as ttk

from ui.dialogs import Dialog
from ui.help_trust import KEY, LABEL, PAGE
from ui.screens import key_line
from ui.theme import px

KEYS = """# Phím dùng ở mọi màn hình
F1  Trợ giúp của màn hình đang mở
{screens}
F9 hoặc Ctrl+S  Lưu
Ctrl+F  Tìm        Ctrl+L  Khóa ngay, chữ đang gõ được giữ lại
Enter hoặc Tab  Sang ô sau        Shift+Tab  Về ô trước
Esc  Đóng danh sách gợi ý, đóng cửa sổ nhỏ
Dấu cách  Bấm nút đang chọn        Alt+mũi tên xuống  Mở lịch ở ô ngày"""

HELP: dict[str, str] = {
    "overview": """# Tổng quan
Màn hình này cho biết đợt vận động đang đến đâu: bao nhiêu hộ đã đến, đã gặp, đã hoàn thành, và \
từ nay đến hạn mỗi ngày cần thêm bao nhiêu.
Ba con số không lẫn nhau: đã đến là tổ đã tới nhà; gặp được là đã nói chuyện với người trong \
hộ; hoàn thành là hộ đạt điều kiện ghi trong đợt vận động.
# Xem chi tiết
Bấm vào một con số, một cột hoặc một dòng để mở danh sách hộ ở phía sau con số đó.
Dấu “–” nghĩa là chưa có số liệu, không phải là 0.
# Mẫu số
Tỷ lệ có thể tính trên dân số hoặc trên số thuê bao điện thoại thông minh. Nguồn và ngày của \
hai số này ghi ở Đợt vận động, phần Số liệu nền; chưa ghi thì tỷ lệ là “–”.
# Biểu đồ và xếp hạng
Phím 1 đến 6 mở từng mục; F11 phóng to, Esc trở về. Trong biểu đồ, mũi tên chọn từng cột, Enter \
mở danh sách hộ của cột ấy. Bấm một ngày trên đường lũy kế để xem số liệu đến ngày đó.
Trong bảng xếp hạng, bấm đầu cột để sắp xếp; ▲ ▼ là số bậc tăng, giảm so với lần trước.
“Lưu ảnh” (F12) ghi biểu đồ ra tệp ảnh để gửi hoặc đưa vào văn bản; ảnh không có tên người.
# Tin Zalo
Ctrl+G ghi ảnh và một đoạn văn ngắn của thời điểm đang xem vào thư mục gui-zalo, chép đoạn văn vào \
bộ nhớ để dán (Ctrl+V). Không có tên người, không có số điện thoại.
# Thời điểm của số liệu
Ctrl+T chọn ngày, giờ của số liệu và mốc so sánh. Danh sách hộ mở ra là của thời điểm ấy; \
Esc về danh sách hôm nay.
# Hạn nộp
Ô nhịp cần đạt ghi hạn nộp gần nhất, chữ đỏ khi còn 3 ngày làm việc, nền đỏ khi còn 1 ngày hoặc đã \
quá hạn. Phím 6 mở bảng hạn nộp: hạn của đợt và của từng văn bản, nơi nhận, giờ chốt số liệu. \
Lập báo cáo sau giờ chốt thì máy tự ghi là đã làm; Enter để đặt giờ chốt khác hoặc ghi đã nộp.
# Việc cần làm
F8 mở các hộ đến hẹn hoặc quá hẹn quay lại.""",
    "entry": """# Nhập phiếu
Nhập từ tờ phiếu hoặc sổ của tổ công tác, chỉ cần bàn phím.
1. Tìm hộ: gõ vài chữ của tên, mã hộ, số cuối điện thoại hoặc địa chỉ, không cần dấu.
2. Gõ số liệu theo phiếu, Enter để sang ô sau.
3. Kết quả: bấm số 0 đến 9 như trên phiếu.
4. Enter ở ô cuối, hoặc F9, để lưu và sang hộ kế tiếp của thôn, bản theo thứ tự đi.
# Để trống và số 0
Không hỏi được thì để trống. Số 0 nghĩa là đã hỏi và không có.
# Khi có chữ đỏ
Chữ đỏ dưới ô cho biết chỗ cần sửa. Chữ đã gõ không mất.
# Phiếu đã lưu mà sai
Mở lịch sử của hộ bên cạnh, chọn lượt đến, bấm “Sửa lượt này”. Lượt cũ được giữ lại trong nhật ký.
# Phím của màn hình này
Page Up, Page Down  Hộ trước, hộ sau theo thứ tự đi        F8  Thêm hộ phát sinh
Enter  Bỏ qua ô mà kết quả ấy không cần; Tab  Đi qua mọi ô
Esc  Xóa trắng phiếu        Ctrl+Z  Lấy lại phiếu vừa xóa, hoặc rút lại lượt vừa lưu
F12  Lịch sử hộ khi cửa sổ hẹp
# Mất điện
Chương trình tự lưu nháp phiếu đang gõ. Mở lại là thấy phiếu ấy.""",
    "tally": """# Nhập tổng hợp
Cho thôn, bản chỉ báo được tổng số, không ghi được phiếu từng hộ.
1. Gõ tên thôn, bản; ngày của số liệu. Chỉ một ngày thì để trống “Đến ngày”.
2. Gõ các số báo về; số nào không báo thì để trống, không gõ 0.
3. F9 để lưu. Gõ lại đúng những ngày ấy thì số mới thay số cũ.
# Tính vào tiến độ
Số tổng hợp tính trọn vào ngày cuối của số liệu: kỳ báo cáo bắt đầu giữa những ngày ấy có cả \
số. Thôn, bản được ghi “tổng hợp” ở biểu đồ và báo cáo.
Khi có phiếu hộ trong những ngày ấy thì chỉ tính phiếu hộ; chênh lệch ghi ở danh sách bên cạnh. \
Phiếu của ngày khác được cộng thêm, nhưng không quá số hộ của danh sách.
# Phím
F8 hoặc Esc  Xóa trắng        Ctrl+F  Sang danh sách đã nhập
Enter hoặc Ctrl+E  Sửa        Ctrl+R  Rút lại""",
    "sheets": """# Tờ phiếu
Sổ theo dõi phiếu: mỗi tờ có một số, ghi tờ đang ở đâu (đã in, đã giao, đã nộp, đã nhập, đã kiểm), \
ai giữ, ở ngoài bao nhiêu ngày, đã nhập được bao nhiêu hộ.
# In tờ phiếu (F8)
Chọn một hay nhiều thôn, bản (mũi tên, dấu cách; không chọn là cả xã), tổ, cụm, loại phiếu và \
số hộ mỗi tờ. Hộ xếp theo thứ tự đi. PDF để in trên giấy A4 ngang; Excel để điền trên máy.
Tờ chưa nộp mà in lại đúng các hộ ấy thì giữ số cũ. “In lại” (Ctrl+P) in thêm một \
bản của tờ đã chọn.
# Giao và nhận về
Chọn các tờ bằng dấu cách, rồi Giao (F12): ghi người nhận và ngày.
Nhận về (F11): gõ số tờ hoặc quét mã vạch, Enter, rồi tờ kế tiếp. Số không nhận ra có tiếng \
báo, chữ đỏ và được giữ trong danh sách.
“Chưa nộp” xếp tờ ở ngoài lâu nhất lên đầu.
# Nhập số liệu của tờ
Ctrl+E mở Bảng nhập nhanh với đúng các hộ, đúng thứ tự đã in.
Ctrl+O nhận các tệp Excel đã điền: xem trước, chỗ chưa nhập được nêu rõ ô; nhận lại cùng một tệp \
không ghi hai lần.
# Xong và hủy
Ctrl+K ghi tờ đã kiểm. Ctrl+H hủy tờ, kèm lý do. Enter xem lịch sử của tờ; không bước nào bị xóa.
Đợt còn tờ chưa xong thì khi đóng đợt phải ghi lý do.
# Tờ rơi (Ctrl+R)
Mỗi hộ một tờ A5 hướng dẫn cài đặt. Nội dung sửa ở Đợt vận động (F6): Thông tin và Ứng dụng.
# Phím
Dấu cách  Chọn tờ        Shift+mũi tên  Chọn nhiều tờ
Ctrl+A  Chọn hết        Esc  Bỏ chọn, bỏ lọc""",
    "worklist": """# Cần quay lại
Danh sách các hộ phải đến lại, lập từ các lượt đến đã lưu; không ai phải ghi riêng.
# Bốn phần
Cần quay lại: mọi hộ còn phải đến, hộ đến hạn ở trên. Quá hạn: đã qua ngày hẹn mà chưa có lượt \
đến mới; chỉ so ngày, không việc gì dời hẹn. Hỗ trợ kỹ thuật: hộ có máy mà chưa cài được, kèm lý \
do. Hết lượt: vắng đủ ba lần, từ chối hai lần; các hộ này không tự trở lại danh sách.
Ctrl+Page Up, Ctrl+Page Down  Sang phần khác        Ctrl+F  Đến ô lọc        Esc  Bỏ lọc
# Lần tới
Hộ vắng: nên đến vào buổi khác, có một lần buổi tối hoặc ngày nghỉ. Hộ từ chối: đến lại đúng một \
lần, do tổ của đoàn thể khác; “(đổi tổ)” là tổ được giao thuộc đoàn thể đã bị từ chối.
# Phím
Enter  Mở thẻ của hộ        F12  Nhập lượt đến của hộ
Ctrl+P  In phần đang lọc thành tờ, mỗi tờ một thôn, bản
Ctrl+R  Mở lại hộ đã hết lượt, có ghi lý do""",
    "grid": """# Bảng nhập nhanh
Nhập cả tờ phiếu như một bảng, đúng thứ tự dòng đã in, chỉ cần bàn phím.
1. Gõ số tờ (12 hoặc P0012-4) hay quét mã ở đầu tờ, Enter.
2. Xem lại ngày, buổi, tổ của tờ: mọi dòng theo đó, trừ dòng ghi riêng.
3. Mỗi dòng: gõ số kết quả, Enter để sang ô sau. Enter chỉ dừng ở ô mà kết quả ấy cần; kết quả \
để trống thì sang dòng sau. Rời dòng là lưu.
# Gõ tắt
Lý do, buổi, tổ: gõ số hoặc vài chữ không dấu (“muong” thành Mường Mìn). Ngày: 12/8.
Ô cài đặt: x hoặc dấu cách nghĩa là tất cả các máy của hộ. Dấu trừ: dòng này không theo tờ.
# Cả tờ
F8, gõ kết quả chung và các dòng ngoại lệ (4, 9, 17 hoặc 4-7), F9. Mỗi dòng vẫn là một lượt đến \
riêng, ghi “nhập theo tờ”. Dòng đã có lượt đến được để nguyên. Sau đó Enter đi lần lượt qua các \
dòng ngoại lệ.
# Dấu và màu
✓ đã lưu, “✓ tờ” nhập theo tờ, … chưa lưu, ! còn chỗ sai (chữ đỏ cuối bảng nói vì sao). Ô kết quả \
màu vàng: nên xem lại. Số màu xanh: lấy từ lần trước, gõ đè nếu khác.
# Quét mã
Quét mã của dòng ở bất cứ đâu trong màn hình để nhảy tới dòng ấy. Mã của tờ khác thì hỏi mở; mã \
không nhận ra được giữ trong dải đỏ.
# Phím
F2  Trong bảng: sửa chữ trong ô; ngoài bảng (số tờ, ngày, buổi, tổ): sang Tổng quan
Esc  Bỏ chữ vừa gõ; bấm lần nữa: dòng như đã lưu, rồi về số tờ
Ctrl+Z  Rút lại việc vừa lưu (nhiều lần)        Ctrl+Y  Lấy lại chữ đã gõ
Ctrl+V  Dán một khối từ Excel        Page Up, Page Down  Lên, xuống 10 dòng
F11  Việc ghi trên dải vàng hoặc đỏ        F12  Xong tờ: dòng trống là “Chưa đến”""",
    "households": """# Hộ dân
Danh sách hộ của xã, phường.
# Tìm
Gõ không cần dấu: “nguyen van hoa” tìm được Nguyễn Văn Hòa; “nvh” tìm theo chữ đầu; gõ số để \
tìm theo mã hộ hoặc số cuối điện thoại.
# Lọc và sắp xếp
Chọn thôn, bản và tình trạng ở trên danh sách. Bấm vào đầu cột để sắp xếp; tên người xếp theo \
tên gọi, A, Ă, Â, B … Đ.
# Trong danh sách
Mũi tên lên, xuống, Page Up, Page Down, Home, End để đi; Enter hoặc bấm đúp để mở thẻ của hộ.
# Thẻ của hộ
Thẻ có mọi lượt đến. Tại đó sửa thông tin hộ, ghi hộ đã chuyển đi, nhà trống, hoặc nhập hai hộ \
trùng làm một. Việc vừa ghi hoàn tác được bằng Ctrl+Z.
# Phím
F8  Thêm hộ        F11  Hiện hoặc che số điện thoại        F12  Nhập lượt đến của hộ
Ctrl+H, phím Menu hoặc bấm chuột phải vào một giá trị  Lịch sử: ai đổi, lúc nào, từ gì thành gì
Ctrl+E  Sửa thông tin hộ        Ctrl+R  Đổi tình trạng        Esc  Đóng thẻ, bỏ lọc
Ctrl+Y  Quyền của người dân: ghi yêu cầu, xuất, xóa dữ liệu của hộ
# Hộ không đồng ý ghi tên
Để trống ô họ tên khi thêm hoặc sửa hộ: hộ vẫn được đến và đếm, không in tờ rơi, không bị coi là \
trùng.
# Hộ ghi nhầm
Ctrl+Delete bỏ hộ ghi nhầm, có ghi lý do: hộ ấy rời mọi danh sách và mọi số liệu. Ctrl+B mở Thùng \
rác: hộ đã bỏ và lượt đến đã rút đều lấy lại được cho đến khi đợt kết thúc.
# Danh sách nội bộ
“Xuất danh sách nội bộ” ghi họ tên và điện thoại của các hộ đang lọc ra một tệp riêng mang dấu \
LƯU HÀNH NỘI BỘ; mỗi lần xuất được ghi vào nhật ký.
# Nhập danh sách
Nút “Nhập danh sách” đọc tệp Excel, ODS hoặc CSV. Trước khi ghi, chương trình cho xem sẽ thêm, \
sửa, bỏ qua những dòng nào và vì sao.""",
    "teams": """# Tổ công tác
Ctrl+Page Down, Ctrl+Page Up  Sang phần sau, phần trước
# Danh sách tổ
F8  Thêm tổ        F11  Dán nhiều tổ từ Excel        Enter  Sửa        Delete  Ngừng hoặc dùng lại
F12  Lấy vào danh sách những tên tổ có trong phiếu đã nhập        Ctrl+Z  Hoàn tác
Đổi tên tổ thì phiếu cũ giữ tên cũ và vẫn tính cho tổ ấy.
# Phân công
Đứng ở một thôn, bản rồi gõ số của tổ; chương trình ghi ngay và sang thôn, bản kế tiếp. Có tổ \
mang số từ 10 thì gõ số rồi Enter. Cũng có thể bấm tên tổ bên phải, hoặc F11 để gõ tên tổ.
Phím cách, Shift+mũi tên  Chọn nhiều dòng        Ctrl+A  Chọn mọi nơi chưa có tổ
Mũi tên trái, phải  Đóng, mở các cụm của thôn, bản        F12  Đóng, mở mọi cụm
Delete  Bỏ phân công        Ctrl+Z  Hoàn tác lần giao vừa rồi        Esc  Bỏ chọn
F8 “Chia đều”: chương trình đề nghị chia theo số hộ còn phải đến, không cắt thôn, bản nào; xem \
rồi mới ghi. Giao lại cho tổ khác không đổi tổ trên các phiếu đã nhập. Giao cả thôn, bản thì các \
cụm đi theo.
# Kế hoạch ngày
Chia số hộ còn phải đến của từng tổ cho các ngày đến hạn (trừ Chủ nhật), theo thứ tự thôn, bản. \
Quá mức tối đa một ngày thì chương trình nói cần thêm mấy tổ.
F9  Ghi tệp để in        F11  Chép để gửi Zalo: ngày đang chọn, hoặc cả kế hoạch của tổ đang chọn
# Kết quả các tổ
Bấm đầu cột để sắp xếp. F11 xem bình quân một ngày đi, F12 xem theo đoàn thể, F9 ghi tệp Excel. \
Dấu “–” là chưa rõ. Tổ có tên trong phiếu mà không có trong danh sách được ghi là “ngoài danh \
sách”.""",
    "quality": """# Chất lượng
Mọi chỗ cần xem lại, mỗi mục một dòng có số đếm. Mũi tên chọn mục, Enter sang danh sách của mục; \
Enter ở một dòng mở đúng hộ, lượt đến, tờ phiếu hoặc số liệu ấy, con trỏ ở ô cần xem. Esc trở lại.
# Cảnh báo và dấu hiệu bất thường
Có thể đúng. Đã kiểm tra và đúng thì bấm F8 “Đúng, giữ”, ghi lý do: dòng ấy chuyển sang “Đã xác \
nhận”, có tên người và ngày. Ở đó Delete bỏ xác nhận.
# Hộ nghi trùng
Hai hộ đặt cạnh nhau, dấu ≠ là chỗ khác. Phần trăm là khả năng cùng một hộ, tính cả tên hiếm hay \
thường gặp trong danh sách.
F11  Nhập làm một: chọn hộ giữ lại; mọi lượt đến được giữ và tính cho hộ ấy
F8  Không phải trùng: ghi lý do, không hỏi lại nữa        Delete  Bỏ qua đến lần mở sau
Enter, Ctrl+Enter  Mở hộ thứ nhất, hộ thứ hai        Ctrl+Z  Hoàn tác việc vừa làm
# Rà soát lại
Chương trình tự rà soát khi số liệu thay đổi. F12 rà soát lại ngay; Esc dừng.
# Phúc tra (Ctrl+T)
Rút mẫu hộ đã hoàn thành, in tờ phúc tra, nhập kết quả hỏi lại.""",
    "report": """# Báo cáo
Lập tệp Excel gửi cấp trên: trang báo cáo và các phụ lục.
1. Chọn kỳ báo cáo và giờ chốt số liệu.
2. Ghi số, ngày, nơi nhận, người ký; chương trình nhớ cho lần sau. Số và ngày có thể để trống \
để ghi tay.
3. Bấm “Ghi báo cáo Excel” (F9) và chọn nơi lưu.
# Xem số liệu gốc
F8 mở các phụ lục ngay trên màn hình. Mũi tên chọn từng ô; phía dưới ghi ô ấy nghĩa là gì, tử số, \
mẫu số, nguồn và ngày. Enter hoặc bấm đúp mở danh sách hộ ở phía sau con số, tại giờ chốt của \
báo cáo. Esc trở về.
# Kiểm tra
Phụ lục “Kiểm tra” tính lại mọi tổng và tỷ lệ: “khớp” hoặc “lệch”.
# Tệp đang mở
Nếu tệp cũ đang mở trong Excel, chương trình đề nghị tên khác.
# Danh sách hộ
Danh sách có tên người là tệp riêng, ghi “LƯU HÀNH NỘI BỘ”, chỉ lập khi được chọn.""",
    "campaigns": """# Đợt vận động
Mỗi đợt có tên, ngày bắt đầu, hạn báo cáo, các ứng dụng và chỉ tiêu. Đợt đang làm việc có lá cờ \
tô đậm; các màn hình khác theo đợt đó.
Ctrl+N  Đợt mới, chọn từ mẫu        F11  Làm việc với đợt đang xem
Ctrl+Page Down, Ctrl+Page Up  Sang phần sau, phần trước
# Trong mỗi danh sách
F8 thêm, Enter sửa, Delete bỏ hoặc cất đi, Ctrl+mũi tên để đổi thứ tự, Ctrl+Z hoàn tác.
# Hạn báo cáo
“Trước ngày 26/8” nghĩa là chậm nhất hết ngày 25/8. Chọn cách ghi đúng như công văn.
# Ứng dụng
Thêm ứng dụng bất cứ lúc nào. Ứng dụng thôi dùng thì cất đi, không xóa: số liệu cũ vẫn còn.
# Kết quả, lý do
Mười kết quả theo phiếu giấy; tên gọi và lý do là của đơn vị. Lý do thôi dùng vẫn giữ trong số \
liệu cũ.
# Hoàn thành
Chọn khi nào một hộ được coi là hoàn thành; các tỷ lệ tính theo lựa chọn này.
# Văn bản
Ghi số, ngày, cơ quan ban hành và hạn của từng văn bản; văn bản được chọn sẽ in ở phần căn cứ.
# Số liệu nền
Dân số và số thuê bao, có nguồn và ngày: mẫu số của các tỷ lệ. Gõ hoặc dán một cột từ Excel. Số \
ghi sau không đổi báo cáo của ngày trước.
# Xóa dữ liệu cá nhân
Khi hết thời hạn lưu, nút này bỏ họ tên, điện thoại, địa chỉ, ghi chú khỏi dữ liệu và khỏi bản sao \
lưu của chương trình, giữ mã hộ và các số đếm: mọi báo cáo lập lại vẫn như cũ. Không lấy lại được. \
Danh sách hộ chỉ bị xóa khi không còn đợt nào khác cần đến. Đợt sau nên bắt đầu ở thư mục dữ liệu \
mới.""",
    "settings": """# Thiết lập
Ctrl+Page Down, Ctrl+Page Up  Sang phần sau, phần trước
# Máy này
Cỡ chữ (vừa, lớn, rất lớn), nền sáng hoặc tối, tự khóa sau mấy phút, tập huấn, thư mục dữ liệu.
# Đơn vị
Tên xã, phường, cấp trên, người ký. Khi tên hoặc cấp trên thay đổi, thêm một bản mới “áp dụng \
từ ngày”; báo cáo của thời kỳ trước vẫn in tên cũ. Bên cạnh là đầu và cuối văn bản của ngày \
được chọn.
# Thôn, bản
Thêm bằng cách dán một cột từ Excel; đổi tên, đổi thứ tự. Mã hộ đã in không đổi.
# Người dùng
Mỗi người một tài khoản và một vai trò: cán bộ (nhập phiếu, sửa hộ, in tờ), phụ trách (thêm: danh \
sách, phân công, báo cáo, xuất danh sách, xem nhật ký), quản trị (thêm: người dùng, khôi phục, xóa \
dữ liệu cá nhân), chỉ xem. Cán bộ được đánh dấu vài thôn, bản thì chỉ thấy và ghi hộ ở đó; không \
đánh dấu nơi nào thì thấy cả xã. Người nghỉ việc: bấm Ngừng. Không ngừng được chính mình và quản \
trị cuối cùng. F11 đổi mật khẩu của mình. Việc gì mờ đi là vai trò không được làm; để chuột lên đó \
để đọc vì sao.
# Nhật ký
Ai làm gì, lúc nào, tìm theo ngày, người, việc, mã hộ. In phiếu, tờ rơi, xuất danh sách có họ tên \
đều ghi vào đây kèm số dòng và mục đích. F11 kiểm tra không mục nào bị sửa hay mất; F12 đối chiếu \
dấu in ở trang Nguồn của báo cáo cũ, để biết các mục cuối có bị cắt hay không. Xuất tệp: bảng CSV \
để đọc; tệp .jsonl và khóa kiểm tra cho cơ quan kiểm tra tự xác minh không cần chương trình này \
(verify_audit.py kèm mã nguồn).
# Sao lưu
Máy tự sao lưu lúc mở, lúc đóng, trước khi nhập danh sách và mỗi nửa giờ có thay đổi. F8 sao lưu \
ngay. Mỗi tuần nên chép ra USB một lần và cất USB ở nơi khác.
Khôi phục: chọn một bản, Enter, so số hộ và số lượt đến với hiện nay, ghi lý do, gõ mật khẩu. Số \
liệu đang dùng được cất lại 30 ngày; tài khoản, mật khẩu giữ như hiện nay. Bản sao lưu trước lần \
đổi khóa dữ liệu thì cần mật khẩu hoặc mã khôi phục lúc đó, và tài khoản trở lại như lúc đó.
“Kiểm tra dữ liệu” xem từng trang của tệp, tính lại mọi số tổng hợp từ phiếu, dò nhật ký và bản \
sao lưu; mỗi tuần máy tự làm một lần, mỗi tháng khôi phục thử bản mới nhất.
Nếu mở lên mà máy báo tệp dữ liệu cũ hơn lần trước: hãy tìm tệp mới hơn hoặc khôi phục bản sao lưu \
mới hơn (máy chọn sẵn nếu có); chỉ dùng tiếp tệp cũ khi không còn bản nào khác. Chưa trả lời thì \
dòng vàng còn trên mọi trang, và phiếu ghi vào tệp đó mang mã bản mới để không lẫn với phiếu đã mất.
# Quyền của người dân
Ghi mỗi lần người dân hỏi, xin bản sao, sửa hoặc xóa dữ liệu của mình; chương trình tính hạn xác \
nhận, hạn trả lời và nhắc ở Tổng quan. Enter làm bước kế tiếp. F12 đặt số tháng giữ dữ liệu sau \
khi hết đợt. Giấy xác nhận xóa in lại được bất cứ lúc nào.
# Giới thiệu
“Gửi hỗ trợ” tạo một tệp nhỏ gồm phiên bản, nhật ký lỗi và số dòng dữ liệu, không có tên \
người, để gửi người phụ trách kỹ thuật.""",
    "backcheck": """# Phúc tra
Một người khác đến lại một số hộ đã báo hoàn thành. Máy chọn hộ ngẫu nhiên; phiếu in ra không \
ghi số đã báo cáo, để người đi không bị dẫn theo.
1. Rút mẫu (F8): chọn thôn, bản hoặc tổ và quy tắc. Khả năng phát hiện sai của quy tắc ghi ngay \
bên dưới. Nơi có ít hộ hoàn thành hơn cỡ mẫu thì kiểm tất cả, và số hộ được phép khác giảm theo.
2. In phiếu (Ctrl+P), giao cho người phúc tra.
3. Nhập kết quả (Enter): mỗi hộ một lần; “Không gặp ai” không tính là sai, cần đến lại.
Nhập đủ mới có kết luận. Kết quả so với số liệu đã nhập trước lúc rút mẫu: sửa phiếu sau đó không \
làm mẫu thành đạt.
# Rút lại
Không rút lại để tìm mẫu đẹp hơn: mẫu mới của cùng một nơi phải ghi lý do, mẫu cũ vẫn ở danh sách.
# Phím trong cửa sổ nhập kết quả
F9  Ghi, sang hộ sau        Page Up, Page Down  Hộ trước, hộ sau        Esc  Đóng""",
    "sign_in": """# Đăng nhập
Chọn tên, gõ mật khẩu, Enter. Sai 5 lần thì phải đợi 5 phút.
F8 hiện hoặc ẩn mật khẩu; bộ gõ tiếng Việt và phím Caps Lock làm sai mật khẩu mà không thấy.
# Khóa
Ctrl+L khóa ngay, không dùng một lúc thì máy tự khóa (Thiết lập, Máy này). Chữ đang gõ được giữ \
lại. Cùng người mở khóa thì làm tiếp như cũ; người khác mở thì bắt đầu cửa sổ mới của mình.
# Quên mật khẩu
Quản trị đặt lại mật khẩu cho người khác ở Thiết lập, Người dùng. Quản trị quên thì dùng mã khôi \
phục đã in: gõ mã, đặt mật khẩu mới; mã chỉ dùng được một lần, máy cho mã mới để in lại. Mất cả \
mật khẩu lẫn mã thì không ai mở được dữ liệu.
# Xã tập huấn
Tên và mật khẩu ghi sẵn trên màn hình.""",
    "welcome": """# Bắt đầu
“Bắt đầu với xã của tôi”: ghi tên đơn vị, thôn bản, nhập danh sách hộ, đặt đợt vận động. Bước \
nào chưa có số liệu thì bỏ qua; lần sau mở chương trình sẽ tiếp tục từ đó.
“Xem thử với dữ liệu mẫu”: một xã tập huấn để làm thử. Số liệu mẫu nằm ở tệp riêng, không lẫn \
với số liệu của xã; trên màn hình luôn có dải vàng “Chế độ tập huấn”.""",
    "import": """# Nhập danh sách hộ
1. Chọn tệp: .xlsx, .xls, .ods hoặc .csv.
2. Kiểm tra từng cột được hiểu là gì, và tên thôn, bản; sửa nếu chưa đúng. Chữ TCVN3, VNI được \
chuyển sang Unicode; xem cột “trước” và “sau”.
3. Xem sẽ thêm, sửa, bỏ qua những dòng nào và vì sao. Dòng bị bỏ qua có thể lưu ra tệp để sửa.
4. Bấm “Ghi”. Trước đó chưa có gì được ghi; nếu có lỗi thì không dòng nào được ghi.
Nhập lại danh sách đã sửa: hộ cũ được cập nhật, không bị trùng.""",
}  # fmt: skip


def help_text(key: str) -> str:
    """The page of a screen, keys last; for an unknown screen the keys alone. Before the data are
    open those keys do nothing, so they are not named there."""
    if key == KEY:
        return PAGE
    if key == "sign_in":
        return HELP[key]
    keys = KEYS.format(screens="\n".join(_pairs(key_line())))
    return "\n".join(part for part in (HELP.get(key, ""), keys) if part)


def _pairs(texts: list[str]) -> list[str]:
    """Two on a line, the second at a tab stop."""
    return ["\t".join(texts[n : n + 2]) for n in range(0, len(texts), 2)]


def fitting_lines(room: int, line_height: int) -> int:
    return max(6, min(24, room // line_height))


def show_help(parent: tk.Misc, key: str) -> None:
    dialog = Dialog(parent, "Trợ giúp")
    line_height = tkfont.nametofont("TkTextFont", dialog).metrics("linespace") + px(6)
    lines = fitting_lines(dialog.winfo_screenheight() - px(220), line_height)
    text = ttk.Text(dialog.body, width=74, height=lines, wrap="word", font="TkTextFont",
                    relief="flat", borderwidth=0, highlightthickness=0, cursor="arrow",
                    spacing1=px(2), spacing3=px(4), tabs=str(px(260)))  # fmt: skip
    bar = ttk.Scrollbar(dialog.body, command=text.yview)
    text.configure(yscrollcommand=bar.set)
    bar.pack(side="right", fill="y")
    text.pack(side="left", fill="both", expand=True)
    text.tag_configure("heading", font="CardTitle", spacing1=px(10))
    for line in help_text(key).splitlines():
        heading = line.startswith("# ")
        text.insert("end", line.removeprefix("# ") + "\n", "heading" if heading else "")
    text.configure(state="disabled")
    for key_name, rows in (("<Down>", 1), ("<Up>", -1), ("<Next>", 15), ("<Prior>", -15)):
        dialog.bind(key_name, lambda _, n=rows: text.yview_scroll(n, "units"))  # type: ignore[misc]
    dialog.add_button("Đóng", lambda: dialog.finish(None), main=True)
    if key != KEY:
        dialog.add_button(LABEL, lambda: show_help(dialog, KEY))
    dialog.wait()
