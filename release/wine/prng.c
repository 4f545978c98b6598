/* bcryptprimitives.dll for Wine 8, which lacks it: Rust's standard library asks it for random bytes. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T n) {
    return RtlGenRandom(to, (ULONG)n);
}
