// Methods of a COM interface as clang has them for Microsoft's platforms, called through bridges and calls of `callconv thunk`, and
// bridges called as methods through a table of their own. test() returns how many of its checks failed, or 1000 if none was made.
struct byte { char a; };
struct word { int a; };
struct pair { int a, b; };
struct odd { char a[3]; };
struct one { double a; };
struct two { float a, b; };
struct four { float a, b, c, d; };
struct big { long long a[4]; };
union either { int a; float b; };

#define EACH(X) X(byte) X(word) X(pair) X(odd) X(one) X(two) X(four) X(big) X(either)

struct object { // an interface, and what holds its data
#define DECLARE(T) virtual T STDMETHOD get_##T(int x, double y);
    EACH(DECLARE)
    virtual int STDMETHOD get_int(int x, double y);
    virtual double STDMETHOD get_double(int x, double y);
    int kept;
};

template <typename T> static T made(int seed)
{
    T value;
    for (unsigned i = 0; i < sizeof value; i++)
        reinterpret_cast<volatile char *>(&value)[i] = char(seed * 7 + i * 5 + 1);
    return value;
}

template <typename T> static bool same(const T &a, const T &b)
{
    for (unsigned i = 0; i < sizeof a; i++)
        if (reinterpret_cast<const volatile char *>(&a)[i] != reinterpret_cast<const volatile char *>(&b)[i])
            return false;
    return true;
}

#define DEFINE(T) T STDMETHOD object::get_##T(int x, double y) { return made<T>(kept + x + int(y)); }
EACH(DEFINE)
int STDMETHOD object::get_int(int x, double y) { return kept + x + int(y); }
double STDMETHOD object::get_double(int x, double y) { return kept + x + y; }

extern "C" {
// Bridges to the methods, and functions that bridges from methods call.
#define OUTER(T) T __cdecl outer_##T(object *self, int x, double y); \
    T __cdecl plain_##T(object *self, int x, double y) { return made<T>(self->kept - x + int(y)); } \
    void __cdecl method_##T(); void STDMETHOD call_##T(const void *, void *);
EACH(OUTER)
#define OUTER_SCALAR(T) T __cdecl outer_##T(object *self, int x, double y); \
    T __cdecl plain_##T(object *self, int x, double y) { return T(self->kept - x + y); } void __cdecl method_##T();
OUTER_SCALAR(int)
OUTER_SCALAR(double)
int _fltused;
}

using entry = void (__cdecl *)();
static const entry table[] = {
#define ENTRY(T) method_##T,
    EACH(ENTRY) method_int, method_double};

extern "C" __declspec(dllexport) int __cdecl test()
{
    int failed = 0, made_checks = 0;
    object real, fake;
    struct block { object *self; int x; double y; } block = {&real, 9, 4.5};
    real.kept = 20, fake.kept = 30;
    const entry *volatile slots = table;
    *reinterpret_cast<const entry *volatile *>(&fake) = slots;
    object *volatile through = &fake;
#define CHECK(T)                                                                                                            \
    {                                                                                                                       \
        T result;                                                                                                           \
        failed += !same(outer_##T(&real, 3, 2.5), made<T>(25));                                                             \
        failed += !same(through->get_##T(3, 2.5), made<T>(29));                                                             \
        call_##T(&block, &result);                                                                                          \
        failed += !same(result, made<T>(33));                                                                               \
        made_checks += 3;                                                                                                   \
    }
    EACH(CHECK)
    failed += outer_int(&real, 3, 2.5) != 25;
    failed += outer_double(&real, 3, 2.5) != 25.5;
    failed += through->get_int(3, 2.5) != 29;
    failed += through->get_double(3, 2.5) != 29.5;
    return made_checks == 27 ? failed : 1000;
}
