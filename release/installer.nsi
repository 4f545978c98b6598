; The installer: per user, no admin rights, Vietnamese. release/installer.py compiles it and gives
; VERSION, VERSION_HIGH, VERSION_LOW, LIB, KILOBYTES, MEGABYTES, TARGET, ICON, PICTURE, FILES, OUT.
;
; What lies in $INSTDIR: TungNha.exe and the folder of its very version, ${LIB}. A new version is
; unpacked whole into lib-dang-chep and flushed to the disk; then ${LIB} gets its name, then the .exe
; is replaced in one step. Cut off before that step, the old .exe starts with its old folder; after
; it, the new one with its new folder. Only then is the old folder deleted. The same version once
; more is laid over file by file, each in one step. What a run left behind the next one removes.
;
; Data are not here ($LOCALAPPDATA\TungNha) or in TungNha-data, and neither is ever touched.

Target ${TARGET}
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user
CRCCheck force
SetCompressor /SOLID lzma
SetCompressorDictSize 32
SetDateSave off
SetOverwrite on
AllowSkipFiles off

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh
!include "${FILES}"

!define PROGRAM "Từng Nhà"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\TungNha"
!define STAGE "lib-dang-chep" ; names that nobody gives to a folder with data in it
!define OLD "lib-dang-xoa"
!define LIST "danh-sach-tep.txt" ; only a folder that holds it is ours to delete
!define UNINSTALLER "GoTungNha.exe"
!define PORTABLE "TungNha-data"
!define CONSOLE "tungnha-lenh.exe" ; the same program with a console, for commands

; Exit codes beside 0 and those of NSIS (1 cancelled, 2 a file could not be written)
!define IN_USE 3
!define IS_NEWER 4
!define NO_ROOM 5
!define NO_WRITE 6
!define NO_SWAP 7
!define NO_SYSTEM 8

Var DataPlace
Var Problem
Var Code
Var WasThere
Var HadLib

Name "${PROGRAM}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\TungNha"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "${PROGRAM} ${VERSION}"
Caption "Cài đặt ${PROGRAM} ${VERSION}"
UninstallCaption "Gỡ ${PROGRAM}"
SetFont "Segoe UI" 9
MiscButtonText "< &Quay lại" "&Tiếp >" "&Hủy" "Đó&ng"
InstallButtonText "&Cài đặt"
UninstallButtonText "&Gỡ"
ShowInstDetails nevershow
ShowUninstDetails nevershow
DirText "Chương trình được cài cho riêng tài khoản Windows này, không cần quyền quản trị. Nên để nguyên thư mục dưới đây; số liệu nằm ở thư mục khác." \
  "Thư mục chương trình" "Chọ&n …" "Chọn thư mục chương trình:"
SpaceTexts "Cần: " "Còn trống: "
FileErrorText "Không ghi được tệp:$\r$\n$\r$\n$0$\r$\n$\r$\nBản cũ, nếu có, còn nguyên." \
  "Không ghi được tệp:$\r$\n$\r$\n$0$\r$\n$\r$\nBản cũ, nếu có, còn nguyên."

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=1066 "ProductName" "${PROGRAM}"
VIAddVersionKey /LANG=1066 "FileDescription" "Bộ cài ${PROGRAM}"
VIAddVersionKey /LANG=1066 "CompanyName" "The Từng Nhà authors"
VIAddVersionKey /LANG=1066 "LegalCopyright" "MIT"
VIAddVersionKey /LANG=1066 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "OriginalFilename" "TungNha-${VERSION}-setup.exe"

!define MUI_ICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_UNICON "${ICON}"

!define MUI_WELCOMEPAGE_TITLE "Cài đặt ${PROGRAM} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Nếu máy đã có ${PROGRAM}, bản ấy được thay bằng bản ${VERSION}. Số liệu đã nhập được giữ nguyên; lần mở đầu, chương trình tự sao lưu rồi mới nâng cấp số liệu nếu cần.$\r$\n$\r$\nHãy đóng ${PROGRAM} nếu đang mở, rồi bấm Tiếp."
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_HEADER_TEXT "Thư mục chương trình"
!define MUI_PAGE_HEADER_SUBTEXT "Để nguyên nếu không có lý do riêng."
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveDirectory
!insertmacro MUI_PAGE_DIRECTORY
!define MUI_PAGE_HEADER_TEXT "Đang cài đặt"
!define MUI_PAGE_HEADER_SUBTEXT "Khoảng một phút. Mất điện giữa chừng thì chỉ cần chạy lại bộ cài."
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "Đã cài xong"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "Mọi tệp đã ở đúng chỗ."
!define MUI_INSTFILESPAGE_ABORTHEADER_TEXT "Chưa cài được"
!define MUI_INSTFILESPAGE_ABORTHEADER_SUBTEXT "Bản cũ, nếu có, còn nguyên và vẫn dùng được."
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "Đã cài ${PROGRAM} ${VERSION}"
!define MUI_FINISHPAGE_TEXT "Mở chương trình bằng biểu tượng “${PROGRAM}” trên màn hình hoặc trong danh sách Start.$\r$\n$\r$\nSố liệu nằm ở:$\r$\n$DataPlace"
!define MUI_FINISHPAGE_BUTTON "&Xong"
!define MUI_FINISHPAGE_RUN "$INSTDIR\TungNha.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Mở ${PROGRAM} ngay"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_PAGE_FINISH

!define MUI_PAGE_HEADER_TEXT "Gỡ ${PROGRAM}"
!define MUI_PAGE_HEADER_SUBTEXT "Chỉ gỡ chương trình; số liệu được giữ lại."
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Chương trình và lối tắt sẽ được gỡ khỏi máy này. Số liệu không bị xóa và vẫn nằm ở:$\r$\n$DataPlace"
!define MUI_UNCONFIRMPAGE_TEXT_LOCATION "Gỡ khỏi:"
!insertmacro MUI_UNPAGE_CONFIRM
!define MUI_PAGE_HEADER_TEXT "Đang gỡ"
!define MUI_PAGE_HEADER_SUBTEXT "Chỉ mất vài giây."
!define MUI_UNINSTFILESPAGE_FINISHHEADER_TEXT "Đã gỡ xong"
!define MUI_UNINSTFILESPAGE_FINISHHEADER_SUBTEXT "Số liệu còn nguyên."
!define MUI_UNINSTFILESPAGE_ABORTHEADER_TEXT "Chưa gỡ được"
!define MUI_UNINSTFILESPAGE_ABORTHEADER_SUBTEXT "Hãy đóng chương trình rồi làm lại."
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "Đã gỡ ${PROGRAM}"
!define MUI_FINISHPAGE_TEXT "Số liệu còn nguyên ở:$\r$\n$DataPlace$\r$\n$\r$\nCài lại chương trình thì mở ra vẫn thấy đủ. Không dùng nữa thì cán bộ phụ trách tự xóa thư mục ấy."
!insertmacro MUI_UNPAGE_FINISH
!insertmacro MUI_LANGUAGE "Vietnamese"

; ---- what is asked before anything is written

!macro FindData
  StrCpy $DataPlace "$LOCALAPPDATA\TungNha"
  ${If} ${FileExists} "$INSTDIR\${PORTABLE}\tungnha.db"
    StrCpy $DataPlace "$INSTDIR\${PORTABLE}"
  ${EndIf}
!macroend

!macro RefuseOpenProgram name ; a running .exe cannot be opened for writing
  ${If} ${FileExists} "$INSTDIR\${name}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${name}" a
    ${If} ${Errors}
      StrCpy $Code ${IN_USE}
      StrCpy $Problem "${PROGRAM} đang mở. Hãy lưu việc đang làm, đóng cửa sổ chương trình, rồi bấm lại."
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend

!macro RefuseNewer
  ${If} ${FileExists} "$INSTDIR\TungNha.exe"
    GetDLLVersion "$INSTDIR\TungNha.exe" $0 $1
    IntOp $2 $0 >>> 16
    IntOp $3 $0 & 0xFFFF
    IntOp $4 $1 >>> 16
    ${If} $0 U> ${VERSION_HIGH}
      StrCpy $Code ${IS_NEWER}
    ${ElseIf} $0 = ${VERSION_HIGH}
    ${AndIf} $1 U> ${VERSION_LOW}
      StrCpy $Code ${IS_NEWER}
    ${EndIf}
    ${If} $Code = ${IS_NEWER}
      StrCpy $Problem "Máy này đã có bản mới hơn ($2.$3.$4). Bộ cài này là bản cũ ${VERSION} nên không cài đè. Hãy dùng tiếp bản đang có."
    ${EndIf}
  ${EndIf}
!macroend

!macro RefusePlace
  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $0 "$INSTDIR\thu-ghi.tmp" w
  ${If} ${Errors}
    StrCpy $Code ${NO_WRITE}
    StrCpy $Problem "Không ghi được vào thư mục “$INSTDIR”. Hãy chọn thư mục khác, tốt nhất để nguyên thư mục có sẵn."
  ${Else}
    FileClose $0
    Delete "$INSTDIR\thu-ghi.tmp"
    System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR", *l .r1, p 0, p 0) i .r0'
    System::Int64Op $1 / 1048576
    Pop $1
    ${If} $0 <> 0
    ${AndIf} $1 < ${MEGABYTES}
      StrCpy $Code ${NO_ROOM}
      StrCpy $Problem "Ổ đĩa của thư mục “$INSTDIR” chỉ còn trống $1 MB; cần ${MEGABYTES} MB. Hãy xóa bớt tệp không cần rồi cài lại."
    ${EndIf}
    RMDir "$INSTDIR" ; only when it is empty: nothing is left of a refusal
  ${EndIf}
!macroend

Function CheckTarget
  StrCpy $Problem ""
  StrCpy $Code 0
  !insertmacro RefuseOpenProgram "TungNha.exe"
  !insertmacro RefuseOpenProgram "${CONSOLE}"
  ${If} $Code = 0
    !insertmacro RefuseNewer
  ${EndIf}
  ${If} $Code = 0
    !insertmacro RefusePlace
  ${EndIf}
FunctionEnd

Function LeaveDirectory
  Call CheckTarget
  ${If} $Code <> 0
    MessageBox MB_OK|MB_ICONEXCLAMATION "$Problem"
    Abort
  ${EndIf}
FunctionEnd

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "${PROGRAM} cần Windows 10 trở lên, loại 64 bit. Máy này không cài được." /SD IDOK
    SetErrorLevel ${NO_SYSTEM}
    Quit
  ${EndIf}
FunctionEnd

; ---- laying down

Function FlushFile ; the path is on the stack; $OUTDIR is where it was unpacked
  Pop $0
  System::Call 'kernel32::CreateFileW(w "$INSTDIR\${STAGE}\$0", i 0x40000000, i 0, p 0, i 3, i 0, p 0) p .r1'
  System::Call 'kernel32::FlushFileBuffers(p r1)'
  System::Call 'kernel32::CloseHandle(p r1)'
FunctionEnd

!macro Replace name ; one step: the old file or the new one; flags REPLACE_EXISTING, WRITE_THROUGH
  System::Call 'kernel32::MoveFileExW(w "$INSTDIR\${STAGE}\${name}", w "$INSTDIR\${name}", i 9) i .r0'
!macroend

Function ReplaceOne ; the path is on the stack
  Pop $1
  System::Call 'kernel32::MoveFileExW(w "$INSTDIR\${STAGE}\$1", w "$INSTDIR\$1", i 9) i .r0'
  ${If} $0 = 0
    StrCpy $Code ${NO_SWAP}
  ${EndIf}
FunctionEnd

!macro DropOtherFolders lib ; of other versions; "" for all
  FindFirst $0 $1 "$INSTDIR\lib-*"
  ${DoWhile} $1 != ""
    ${If} $1 != "${lib}"
    ${AndIf} ${FileExists} "$INSTDIR\$1\${LIST}"
      RMDir /r "$INSTDIR\$1"
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
!macroend

Section
  Call CheckTarget
  ${If} $Code <> 0
    MessageBox MB_OK|MB_ICONEXCLAMATION "$Problem" /SD IDOK
    SetErrorLevel $Code
    Abort
  ${EndIf}
  StrCpy $WasThere 0
  ${If} ${FileExists} "$INSTDIR\TungNha.exe"
    StrCpy $WasThere 1
  ${EndIf}
  RMDir /r "$INSTDIR\${OLD}"
  RMDir /r "$INSTDIR\${STAGE}"
  DetailPrint "Đang chép các tệp của chương trình …"
  SetDetailsPrint none
  !insertmacro LayDown ; unpack and flush each; from ${FILES}
  WriteUninstaller "$INSTDIR\${STAGE}\${UNINSTALLER}"
  Push "${UNINSTALLER}"
  Call FlushFile
  SetOutPath "$INSTDIR"

  StrCpy $HadLib 0
  StrCpy $Code 0
  ${If} ${FileExists} "$INSTDIR\${LIB}\*.*"
    StrCpy $HadLib 1
    !insertmacro LayOver ; from ${FILES}
  ${Else}
    ClearErrors
    Rename "$INSTDIR\${STAGE}\${LIB}" "$INSTDIR\${LIB}"
    ${If} ${Errors}
      StrCpy $Code ${NO_SWAP}
    ${EndIf}
  ${EndIf}
  ${If} $Code = 0
    !insertmacro Replace "TungNha.exe"
    ${If} $0 = 0
      StrCpy $Code ${NO_SWAP}
      ${If} $HadLib = 0
        RMDir /r "$INSTDIR\${LIB}"
      ${EndIf}
    ${EndIf}
  ${EndIf}
  ${If} $Code <> 0
    RMDir /r "$INSTDIR\${STAGE}"
    MessageBox MB_OK|MB_ICONEXCLAMATION "Một tệp của chương trình đang mở nên chưa thay được. Hãy khởi động lại máy rồi chạy lại bộ cài; số liệu còn nguyên." /SD IDOK
    SetErrorLevel $Code
    Abort
  ${EndIf}
  !insertmacro Replace "${UNINSTALLER}"
  !insertmacro PlaceRest ; texts beside the program; from ${FILES}
  RMDir /r "$INSTDIR\${STAGE}"
  RMDir /r "$INSTDIR\${OLD}"
  !insertmacro DropOtherFolders "${LIB}"

  CreateShortcut "$SMPROGRAMS\${PROGRAM}.lnk" "$INSTDIR\TungNha.exe" "" "$INSTDIR\TungNha.exe" 0 "" "" "Sổ theo dõi vận động từng nhà"
  ${If} $WasThere = 0 ; who deleted it does not get it again with each version
  ${OrIf} ${FileExists} "$DESKTOP\${PROGRAM}.lnk"
    CreateShortcut "$DESKTOP\${PROGRAM}.lnk" "$INSTDIR\TungNha.exe" "" "$INSTDIR\TungNha.exe" 0 "" "" "Sổ theo dõi vận động từng nhà"
  ${EndIf}
  WriteRegStr HKCU "${KEY}" "DisplayName" "${PROGRAM}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "The Từng Nhà authors"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\TungNha.exe,0"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  !insertmacro FindData
SectionEnd

; ---- removing

Function un.onInit
  !insertmacro FindData
FunctionEnd

Section "Uninstall"
  StrCpy $Code 0
  !insertmacro RefuseOpenProgram "TungNha.exe"
  !insertmacro RefuseOpenProgram "${CONSOLE}"
  ${If} $Code <> 0
    MessageBox MB_OK|MB_ICONEXCLAMATION "$Problem" /SD IDOK
    SetErrorLevel $Code
    Abort
  ${EndIf}
  DetailPrint "Đang xóa các tệp của chương trình …"
  SetDetailsPrint none
  Delete "$INSTDIR\TungNha.exe"
  !insertmacro DropOtherFolders ""
  RMDir /r "$INSTDIR\${STAGE}"
  RMDir /r "$INSTDIR\${OLD}"
  !insertmacro DropRest ; from ${FILES}
  Delete "$SMPROGRAMS\${PROGRAM}.lnk"
  Delete "$DESKTOP\${PROGRAM}.lnk"
  DeleteRegKey HKCU "${KEY}"
  Delete "$INSTDIR\${UNINSTALLER}"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR" ; goes only when nothing of the office is in it
SectionEnd
