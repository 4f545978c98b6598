"""The page "Bảo vệ số liệu": what is protected, what is not, and what the office must do itself.

The same, for technicians and in English, is docs/security.md; change both together.
"""

KEY = "security"
LABEL = "Bảo vệ số liệu"

PAGE = """# Bảo vệ số liệu
Trang này nói chương trình bảo vệ được gì, không bảo vệ được gì và cơ quan cần tự làm gì.
# Chương trình bảo vệ
Máy, ổ đĩa hoặc USB bị mất: số liệu và bản sao lưu đều mã hóa, không có mật khẩu thì không đọc \
được tên, số điện thoại nào. Chương trình không để lại tên người trong nhật ký lỗi, tệp tạm, tệp \
gửi hỗ trợ.
Mất điện, máy treo: lượt đến đã báo lưu thì còn. Tệp bị hỏng được phát hiện khi mở, không cho ra \
số sai.
Sửa lén: mỗi việc ghi vào nhật ký nối với việc trước. Sửa, xóa hoặc cắt bớt nhật ký thì phát hiện \
được, nhờ số đầu nhật ký in trên báo cáo và trong bản sao lưu. Đem tệp cũ chép đè lên cũng phát \
hiện.
Nhầm lẫn: hộ đã bỏ, lượt đã rút lấy lại được; mỗi người chỉ làm được việc của vai mình.
# Chương trình không bảo vệ được
Máy đang mở, đã đăng nhập mà bỏ đó, hoặc máy có phần mềm độc hại: bấm Ctrl+L khi rời bàn.
Người quản trị Windows của máy, và người có mật khẩu đúng mà dùng công cụ khác để đọc tệp: giới \
hạn theo vai và theo thôn, bản do chương trình thực hiện.
Mật khẩu dễ đoán: người có bản chép của thư mục có thể thử mật khẩu mãi ở máy của họ.
Bộ nhớ bị ghi ra ổ đĩa khi máy ngủ đông: hãy bật BitLocker của Windows.
Bản chép cũ: người đã thôi việc mà giữ bản chép từ trước thì vẫn mở được bản chép ấy bằng mật \
khẩu cũ.
Xóa hết, cháy, hỏng ổ đĩa: chỉ có bản sao lưu để ở nơi khác mới cứu được.
Giấy đã in, tệp Excel đã xuất: không mã hóa. Giữ như văn bản có tên người, hủy khi xong việc.
# Mật khẩu và mã khôi phục
Mật khẩu từ 10 ký tự, ví dụ bốn từ dễ nhớ viết liền. Mỗi người một tài khoản, không dùng chung.
Quên mật khẩu: quản trị đặt lại, hoặc dùng mã khôi phục đã in. Mất cả hai thì số liệu không mở \
được nữa; không ai, kể cả người viết chương trình, mở giúp được. Cất mã trong phong bì, để trong \
tủ.
Có người thôi việc: quản trị ngừng tài khoản ấy; nếu người đó có thể đã chép số liệu thì đổi cả \
khóa dữ liệu.
# Nơi để số liệu
Để trên ổ đĩa của máy. Ổ mạng, thư mục của OneDrive, Google Drive, Dropbox, Zalo và USB đều dễ \
làm hỏng số liệu đang ghi. Khi thấy số liệu nằm ở đó, chương trình hỏi trước khi mở:
“Chép về máy này”: chép cả thư mục, so lại từng tệp, rồi từ nay làm việc trên bản chép. Bản cũ \
giữ nguyên, không nhận thêm số liệu; mật khẩu vẫn như cũ. Bản sao lưu cũ ở lại chỗ cũ.
“Vẫn mở ở đây”: chương trình nhớ và không hỏi lại. Trên ổ mạng thì không mở được tại chỗ.
“Chỉ xem”: dành cho USB, đĩa khóa ghi. Không nhập, không sửa, không xuất danh sách có tên; lập \
báo cáo thì được. Có người ghi vào thư mục ấy thì cửa sổ đóng lại.
Chuyển số liệu sang máy khác: dùng Sao lưu và Khôi phục, không chép tay khi chương trình đang mở.
Mở chương trình lần thứ hai thì cửa sổ đang mở hiện lên trước; không mở thêm cửa sổ.
# Đồng hồ của máy
Đồng hồ chạy lùi so với lần ghi trước thì chương trình báo khi mở. Số liệu vẫn giữ thứ tự; hãy \
chỉnh lại ngày giờ trước khi nhập, vì ngày đến ở sau hôm nay thì không lưu được.
# Dữ liệu cá nhân
Chỉ ghi điều cần cho đợt vận động; không ghi số định danh, dân tộc, mật khẩu hay mã OTP của người \
dân. Hộ không muốn cho tên thì ghi hộ và các số đếm. Người dân yêu cầu xem, sửa, xóa: ghi vào sổ \
yêu cầu, chương trình nhắc hạn. Hết đợt: giữ số tổng hợp, xóa dữ liệu cá nhân."""
