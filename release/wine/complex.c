/* ucrtbase.dll for Wine 8: the complex functions that Wine's own leaves out and numpy 2 calls.
   Every other name is handed on to Wine's file (see windows_python.py). Never shipped.
   Microsoft's long double is a double, and its complex numbers are plain structures. */
#include <complex.h>
#include <stdlib.h>

typedef struct { float re, im; } F;
typedef struct { double re, im; } D;

static float _Complex in_f(F z) { return __builtin_complex(z.re, z.im); }
static double _Complex in_d(D z) { return __builtin_complex(z.re, z.im); }
static F out_f(float _Complex z) { return (F){crealf(z), cimagf(z)}; }
static D out_d(double _Complex z) { return (D){creal(z), cimag(z)}; }

#define MAP(name) \
    D w_##name(D z) { return out_d(name(in_d(z))); } \
    D w_##name##l(D z) { return out_d(name(in_d(z))); } \
    F w_##name##f(F z) { return out_f(name##f(in_f(z))); }
#define REAL(name) \
    double w_##name(D z) { return name(in_d(z)); } \
    double w_##name##l(D z) { return name(in_d(z)); } \
    float w_##name##f(F z) { return name##f(in_f(z)); }

MAP(cacos) MAP(cacosh) MAP(casin) MAP(casinh) MAP(catan) MAP(catanh) MAP(ccos) MAP(ccosh)
MAP(cexp) MAP(clog) MAP(conj) MAP(cproj) MAP(csin) MAP(csinh) MAP(csqrt) MAP(ctan) MAP(ctanh)
REAL(cabs) REAL(carg) REAL(cimag) REAL(creal)

D w_cpow(D a, D b) { return out_d(cpow(in_d(a), in_d(b))); }
D w_cpowl(D a, D b) { return out_d(cpow(in_d(a), in_d(b))); }
F w_cpowf(F a, F b) { return out_f(cpowf(in_f(a), in_f(b))); }
