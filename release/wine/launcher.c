/* python.exe: starts the interpreter that is in python311.dll. */
#include <windows.h>
#include <wchar.h>

int wmain(int argc, wchar_t **argv) {
    HMODULE dll = LoadLibraryW(L"python311.dll");
    if (!dll) {
        fwprintf(stderr, L"python311.dll: error %lu\n", GetLastError());
        return 9;
    }
    int (*py_main)(int, wchar_t **) = (int (*)(int, wchar_t **))GetProcAddress(dll, "Py_Main");
    return py_main(argc, argv);
}
