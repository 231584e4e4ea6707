/*
 * Names that nothing in the text declares: the compilers' own (always), and with the option what everyone's headers
 * declare. Each is C text, read by the parser when the name is first met. Fast integers and system types are glibc's
 * and Microsoft's; a prototype that depends on others must declare them.
 */
#include "decl/parser.h"

#include <string.h>

struct row {
    const char *name;
    const char *type;        /* NULL: not there */
    const char *windows;     /* on Windows targets */
    bool always;             /* without the option too */
};

static const char same[] = "";
#define SAME same

/* In strcmp order. */
static const struct row rows[] = {
    {"ACCESS_MASK", NULL, "unsigned long", 0},
    {"ATOM", NULL, "unsigned short", 0},
    {"BOOL", NULL, "int", 0},
    {"BOOLEAN", NULL, "unsigned char", 0},
    {"BSTR", NULL, "unsigned short *", 0},
    {"BYTE", NULL, "unsigned char", 0},
    {"CHAR", NULL, "char", 0},
    {"CLSID", NULL, "GUID", 0},
    {"COLORREF", NULL, "unsigned long", 0},
    {"DWORD", NULL, "unsigned long", 0},
    {"DWORD32", NULL, "unsigned int", 0},
    {"DWORD64", NULL, "unsigned long long", 0},
    {"DWORDLONG", NULL, "unsigned long long", 0},
    {"DWORD_PTR", NULL, "unsigned long long", 0},
    {"FARPROC", NULL, "long long (*)()", 0},
    {"FILE", "struct _IO_FILE", "struct _iobuf", 0},
    {"FILETIME", NULL, "struct _FILETIME { unsigned long dwLowDateTime; unsigned long dwHighDateTime; }", 0},
    {"FLOAT", NULL, "float", 0},
    {"GUID", NULL, "struct _GUID { unsigned long Data1; unsigned short Data2; unsigned short Data3; unsigned char Data4[8]; }", 0},
    {"HACCEL", NULL, "struct HACCEL__ *", 0},
    {"HANDLE", NULL, "void *", 0},
    {"HBITMAP", NULL, "struct HBITMAP__ *", 0},
    {"HBRUSH", NULL, "struct HBRUSH__ *", 0},
    {"HCURSOR", NULL, "struct HCURSOR__ *", 0},
    {"HDC", NULL, "struct HDC__ *", 0},
    {"HDESK", NULL, "struct HDESK__ *", 0},
    {"HDWP", NULL, "struct HDWP__ *", 0},
    {"HFILE", NULL, "int", 0},
    {"HFONT", NULL, "struct HFONT__ *", 0},
    {"HGDIOBJ", NULL, "struct HGDIOBJ__ *", 0},
    {"HGLOBAL", NULL, "void *", 0},
    {"HHOOK", NULL, "struct HHOOK__ *", 0},
    {"HICON", NULL, "struct HICON__ *", 0},
    {"HINSTANCE", NULL, "struct HINSTANCE__ *", 0},
    {"HKEY", NULL, "struct HKEY__ *", 0},
    {"HKL", NULL, "struct HKL__ *", 0},
    {"HLOCAL", NULL, "void *", 0},
    {"HMENU", NULL, "struct HMENU__ *", 0},
    {"HMODULE", NULL, "struct HINSTANCE__ *", 0},
    {"HMONITOR", NULL, "struct HMONITOR__ *", 0},
    {"HPALETTE", NULL, "struct HPALETTE__ *", 0},
    {"HPEN", NULL, "struct HPEN__ *", 0},
    {"HRESULT", NULL, "long", 0},
    {"HRGN", NULL, "struct HRGN__ *", 0},
    {"HRSRC", NULL, "struct HRSRC__ *", 0},
    {"HTASK", NULL, "struct HTASK__ *", 0},
    {"HWINSTA", NULL, "struct HWINSTA__ *", 0},
    {"HWND", NULL, "struct HWND__ *", 0},
    {"IID", NULL, "GUID", 0},
    {"INT", NULL, "int", 0},
    {"INT16", NULL, "short", 0},
    {"INT32", NULL, "int", 0},
    {"INT64", NULL, "long long", 0},
    {"INT8", NULL, "signed char", 0},
    {"INT_PTR", NULL, "long long", 0},
    {"LANGID", NULL, "unsigned short", 0},
    {"LARGE_INTEGER", NULL, "union _LARGE_INTEGER { struct { unsigned long LowPart; long HighPart; }; struct { unsigned long LowPart; long HighPart; } u; long long QuadPart; }", 0},
    {"LCID", NULL, "unsigned long", 0},
    {"LONG", NULL, "long", 0},
    {"LONG32", NULL, "int", 0},
    {"LONG64", NULL, "long long", 0},
    {"LONGLONG", NULL, "long long", 0},
    {"LONG_PTR", NULL, "long long", 0},
    {"LPARAM", NULL, "long long", 0},
    {"LPBOOL", NULL, "int *", 0},
    {"LPBYTE", NULL, "unsigned char *", 0},
    {"LPCRECT", NULL, "const RECT *", 0},
    {"LPCSTR", NULL, "const char *", 0},
    {"LPCTSTR", NULL, "const char *", 0},
    {"LPCVOID", NULL, "const void *", 0},
    {"LPCWSTR", NULL, "const unsigned short *", 0},
    {"LPDWORD", NULL, "unsigned long *", 0},
    {"LPHANDLE", NULL, "void **", 0},
    {"LPINT", NULL, "int *", 0},
    {"LPLONG", NULL, "long *", 0},
    {"LPPOINT", NULL, "POINT *", 0},
    {"LPRECT", NULL, "RECT *", 0},
    {"LPSTR", NULL, "char *", 0},
    {"LPTSTR", NULL, "char *", 0},
    {"LPVOID", NULL, "void *", 0},
    {"LPWORD", NULL, "unsigned short *", 0},
    {"LPWSTR", NULL, "unsigned short *", 0},
    {"LRESULT", NULL, "long long", 0},
    {"LSTATUS", NULL, "long", 0},
    {"NTSTATUS", NULL, "long", 0},
    {"PBOOL", NULL, "int *", 0},
    {"PBYTE", NULL, "unsigned char *", 0},
    {"PCHAR", NULL, "char *", 0},
    {"PCSTR", NULL, "const char *", 0},
    {"PCWSTR", NULL, "const unsigned short *", 0},
    {"PDWORD", NULL, "unsigned long *", 0},
    {"PHANDLE", NULL, "void **", 0},
    {"PINT", NULL, "int *", 0},
    {"PLONG", NULL, "long *", 0},
    {"POINT", NULL, "struct tagPOINT { long x; long y; }", 0},
    {"PSIZE_T", NULL, "unsigned long long *", 0},
    {"PSTR", NULL, "char *", 0},
    {"PUCHAR", NULL, "unsigned char *", 0},
    {"PUINT", NULL, "unsigned int *", 0},
    {"PULONG", NULL, "unsigned long *", 0},
    {"PVOID", NULL, "void *", 0},
    {"PWSTR", NULL, "unsigned short *", 0},
    {"RECT", NULL, "struct tagRECT { long left; long top; long right; long bottom; }", 0},
    {"SHORT", NULL, "short", 0},
    {"SIZE", NULL, "struct tagSIZE { long cx; long cy; }", 0},
    {"SIZE_T", NULL, "unsigned long long", 0},
    {"SOCKET", NULL, "unsigned long long", 0},
    {"SSIZE_T", NULL, "long long", 0},
    {"TCHAR", NULL, "char", 0},
    {"UCHAR", NULL, "unsigned char", 0},
    {"UINT", NULL, "unsigned int", 0},
    {"UINT16", NULL, "unsigned short", 0},
    {"UINT32", NULL, "unsigned int", 0},
    {"UINT64", NULL, "unsigned long long", 0},
    {"UINT8", NULL, "unsigned char", 0},
    {"UINT_PTR", NULL, "unsigned long long", 0},
    {"ULARGE_INTEGER", NULL, "union _ULARGE_INTEGER { struct { unsigned long LowPart; unsigned long HighPart; }; struct { unsigned long LowPart; unsigned long HighPart; } u; unsigned long long QuadPart; }", 0},
    {"ULONG", NULL, "unsigned long", 0},
    {"ULONG32", NULL, "unsigned int", 0},
    {"ULONG64", NULL, "unsigned long long", 0},
    {"ULONGLONG", NULL, "unsigned long long", 0},
    {"ULONG_PTR", NULL, "unsigned long long", 0},
    {"USHORT", NULL, "unsigned short", 0},
    {"WCHAR", NULL, "unsigned short", 0},
    {"WNDPROC", NULL, "LRESULT (__stdcall *)(HWND, UINT, WPARAM, LPARAM)", 0},
    {"WORD", NULL, "unsigned short", 0},
    {"WPARAM", NULL, "unsigned long long", 0},
    {"__builtin_ms_va_list", "char *", SAME, 1},
    {"__gnuc_va_list", "__builtin_va_list", SAME, 1},
    {"__int128_t", "__int128", SAME, 1},
    {"__m128", "float __attribute__((vector_size(16), aligned(16)))", SAME, 0},
    {"__m128bh", "__bf16 __attribute__((vector_size(16), aligned(16)))", SAME, 0},
    {"__m128d", "double __attribute__((vector_size(16), aligned(16)))", SAME, 0},
    {"__m128h", "_Float16 __attribute__((vector_size(16), aligned(16)))", SAME, 0},
    {"__m128i", "long long __attribute__((vector_size(16), aligned(16)))", SAME, 0},
    {"__m256", "float __attribute__((vector_size(32), aligned(32)))", SAME, 0},
    {"__m256bh", "__bf16 __attribute__((vector_size(32), aligned(32)))", SAME, 0},
    {"__m256d", "double __attribute__((vector_size(32), aligned(32)))", SAME, 0},
    {"__m256h", "_Float16 __attribute__((vector_size(32), aligned(32)))", SAME, 0},
    {"__m256i", "long long __attribute__((vector_size(32), aligned(32)))", SAME, 0},
    {"__m512", "float __attribute__((vector_size(64), aligned(64)))", SAME, 0},
    {"__m512bh", "__bf16 __attribute__((vector_size(64), aligned(64)))", SAME, 0},
    {"__m512d", "double __attribute__((vector_size(64), aligned(64)))", SAME, 0},
    {"__m512h", "_Float16 __attribute__((vector_size(64), aligned(64)))", SAME, 0},
    {"__m512i", "long long __attribute__((vector_size(64), aligned(64)))", SAME, 0},
    {"__m64", "long long __attribute__((vector_size(8), aligned(8)))", SAME, 0},
    {"__mmask16", "unsigned short", SAME, 0},
    {"__mmask32", "unsigned int", SAME, 0},
    {"__mmask64", "unsigned long long", SAME, 0},
    {"__mmask8", "unsigned char", SAME, 0},
    {"__s16", "short", SAME, 0},
    {"__s32", "int", SAME, 0},
    {"__s64", "long long", SAME, 0},
    {"__s8", "signed char", SAME, 0},
    {"__u16", "unsigned short", SAME, 0},
    {"__u32", "unsigned int", SAME, 0},
    {"__u64", "unsigned long long", SAME, 0},
    {"__u8", "unsigned char", SAME, 0},
    {"__uint128_t", "unsigned __int128", SAME, 1},
    {"bfloat16_t", "__bf16", SAME, 0},
    {"bfloat16x4_t", "__bf16 __attribute__((vector_size(8)))", SAME, 0},
    {"bfloat16x4x2_t", "struct bfloat16x4x2_t { bfloat16x4_t val[2]; }", SAME, 1},
    {"bfloat16x4x3_t", "struct bfloat16x4x3_t { bfloat16x4_t val[3]; }", SAME, 1},
    {"bfloat16x4x4_t", "struct bfloat16x4x4_t { bfloat16x4_t val[4]; }", SAME, 1},
    {"bfloat16x8_t", "__bf16 __attribute__((vector_size(16)))", SAME, 0},
    {"bfloat16x8x2_t", "struct bfloat16x8x2_t { bfloat16x8_t val[2]; }", SAME, 1},
    {"bfloat16x8x3_t", "struct bfloat16x8x3_t { bfloat16x8_t val[3]; }", SAME, 1},
    {"bfloat16x8x4_t", "struct bfloat16x8x4_t { bfloat16x8_t val[4]; }", SAME, 1},
    {"blkcnt_t", "long", SAME, 0},
    {"blksize_t", "long", SAME, 0},
    {"bool", "_Bool", SAME, 1},
    {"char16_t", "unsigned short", SAME, 0},
    {"char32_t", "unsigned int", SAME, 0},
    {"char8_t", "unsigned char", SAME, 0},
    {"clock_t", "long", SAME, 0},
    {"clockid_t", "int", SAME, 0},
    {"dev_t", "unsigned long", "unsigned int", 0},
    {"div_t", "struct { int quot; int rem; }", SAME, 0},
    {"double_t", "double", SAME, 0},
    {"errno_t", "int", SAME, 0},
    {"f32", "float", SAME, 0},
    {"f64", "double", SAME, 0},
    {"float16_t", "__fp16", SAME, 0},
    {"float16x4_t", "__fp16 __attribute__((vector_size(8)))", SAME, 0},
    {"float16x4x2_t", "struct float16x4x2_t { float16x4_t val[2]; }", SAME, 1},
    {"float16x4x3_t", "struct float16x4x3_t { float16x4_t val[3]; }", SAME, 1},
    {"float16x4x4_t", "struct float16x4x4_t { float16x4_t val[4]; }", SAME, 1},
    {"float16x8_t", "__fp16 __attribute__((vector_size(16)))", SAME, 0},
    {"float16x8x2_t", "struct float16x8x2_t { float16x8_t val[2]; }", SAME, 1},
    {"float16x8x3_t", "struct float16x8x3_t { float16x8_t val[3]; }", SAME, 1},
    {"float16x8x4_t", "struct float16x8x4_t { float16x8_t val[4]; }", SAME, 1},
    {"float32_t", "float", SAME, 0},
    {"float32x2_t", "float __attribute__((vector_size(8)))", SAME, 0},
    {"float32x2x2_t", "struct float32x2x2_t { float32x2_t val[2]; }", SAME, 1},
    {"float32x2x3_t", "struct float32x2x3_t { float32x2_t val[3]; }", SAME, 1},
    {"float32x2x4_t", "struct float32x2x4_t { float32x2_t val[4]; }", SAME, 1},
    {"float32x4_t", "float __attribute__((vector_size(16)))", SAME, 0},
    {"float32x4x2_t", "struct float32x4x2_t { float32x4_t val[2]; }", SAME, 1},
    {"float32x4x3_t", "struct float32x4x3_t { float32x4_t val[3]; }", SAME, 1},
    {"float32x4x4_t", "struct float32x4x4_t { float32x4_t val[4]; }", SAME, 1},
    {"float64_t", "double", SAME, 0},
    {"float64x1_t", "double __attribute__((vector_size(8)))", SAME, 0},
    {"float64x1x2_t", "struct float64x1x2_t { float64x1_t val[2]; }", SAME, 1},
    {"float64x1x3_t", "struct float64x1x3_t { float64x1_t val[3]; }", SAME, 1},
    {"float64x1x4_t", "struct float64x1x4_t { float64x1_t val[4]; }", SAME, 1},
    {"float64x2_t", "double __attribute__((vector_size(16)))", SAME, 0},
    {"float64x2x2_t", "struct float64x2x2_t { float64x2_t val[2]; }", SAME, 1},
    {"float64x2x3_t", "struct float64x2x3_t { float64x2_t val[3]; }", SAME, 1},
    {"float64x2x4_t", "struct float64x2x4_t { float64x2_t val[4]; }", SAME, 1},
    {"float_t", "float", SAME, 0},
    {"gid_t", "unsigned int", SAME, 0},
    {"i16", "short", SAME, 0},
    {"i32", "int", SAME, 0},
    {"i64", "long long", SAME, 0},
    {"i8", "signed char", SAME, 0},
    {"id_t", "unsigned int", SAME, 0},
    {"in_addr_t", "unsigned int", SAME, 0},
    {"in_port_t", "unsigned short", SAME, 0},
    {"ino_t", "unsigned long", "unsigned short", 0},
    {"int16_t", "short", SAME, 0},
    {"int16x4_t", "short __attribute__((vector_size(8)))", SAME, 0},
    {"int16x4x2_t", "struct int16x4x2_t { int16x4_t val[2]; }", SAME, 1},
    {"int16x4x3_t", "struct int16x4x3_t { int16x4_t val[3]; }", SAME, 1},
    {"int16x4x4_t", "struct int16x4x4_t { int16x4_t val[4]; }", SAME, 1},
    {"int16x8_t", "short __attribute__((vector_size(16)))", SAME, 0},
    {"int16x8x2_t", "struct int16x8x2_t { int16x8_t val[2]; }", SAME, 1},
    {"int16x8x3_t", "struct int16x8x3_t { int16x8_t val[3]; }", SAME, 1},
    {"int16x8x4_t", "struct int16x8x4_t { int16x8_t val[4]; }", SAME, 1},
    {"int32_t", "int", SAME, 0},
    {"int32x2_t", "int __attribute__((vector_size(8)))", SAME, 0},
    {"int32x2x2_t", "struct int32x2x2_t { int32x2_t val[2]; }", SAME, 1},
    {"int32x2x3_t", "struct int32x2x3_t { int32x2_t val[3]; }", SAME, 1},
    {"int32x2x4_t", "struct int32x2x4_t { int32x2_t val[4]; }", SAME, 1},
    {"int32x4_t", "int __attribute__((vector_size(16)))", SAME, 0},
    {"int32x4x2_t", "struct int32x4x2_t { int32x4_t val[2]; }", SAME, 1},
    {"int32x4x3_t", "struct int32x4x3_t { int32x4_t val[3]; }", SAME, 1},
    {"int32x4x4_t", "struct int32x4x4_t { int32x4_t val[4]; }", SAME, 1},
    {"int64_t", "long", "long long", 0},
    {"int64x1_t", "long __attribute__((vector_size(8)))", "long long __attribute__((vector_size(8)))", 0},
    {"int64x1x2_t", "struct int64x1x2_t { int64x1_t val[2]; }", SAME, 1},
    {"int64x1x3_t", "struct int64x1x3_t { int64x1_t val[3]; }", SAME, 1},
    {"int64x1x4_t", "struct int64x1x4_t { int64x1_t val[4]; }", SAME, 1},
    {"int64x2_t", "long __attribute__((vector_size(16)))", "long long __attribute__((vector_size(16)))", 0},
    {"int64x2x2_t", "struct int64x2x2_t { int64x2_t val[2]; }", SAME, 1},
    {"int64x2x3_t", "struct int64x2x3_t { int64x2_t val[3]; }", SAME, 1},
    {"int64x2x4_t", "struct int64x2x4_t { int64x2_t val[4]; }", SAME, 1},
    {"int8_t", "signed char", SAME, 0},
    {"int8x16_t", "signed char __attribute__((vector_size(16)))", SAME, 0},
    {"int8x16x2_t", "struct int8x16x2_t { int8x16_t val[2]; }", SAME, 1},
    {"int8x16x3_t", "struct int8x16x3_t { int8x16_t val[3]; }", SAME, 1},
    {"int8x16x4_t", "struct int8x16x4_t { int8x16_t val[4]; }", SAME, 1},
    {"int8x8_t", "signed char __attribute__((vector_size(8)))", SAME, 0},
    {"int8x8x2_t", "struct int8x8x2_t { int8x8_t val[2]; }", SAME, 1},
    {"int8x8x3_t", "struct int8x8x3_t { int8x8_t val[3]; }", SAME, 1},
    {"int8x8x4_t", "struct int8x8x4_t { int8x8_t val[4]; }", SAME, 1},
    {"int_fast16_t", "long", "short", 0},
    {"int_fast32_t", "long", "int", 0},
    {"int_fast64_t", "long", "long long", 0},
    {"int_fast8_t", "signed char", SAME, 0},
    {"int_least16_t", "short", SAME, 0},
    {"int_least32_t", "int", SAME, 0},
    {"int_least64_t", "long", "long long", 0},
    {"int_least8_t", "signed char", SAME, 0},
    {"intmax_t", "long", "long long", 0},
    {"intptr_t", "long", "long long", 0},
    {"key_t", "int", SAME, 0},
    {"ldiv_t", "struct { long quot; long rem; }", SAME, 0},
    {"lldiv_t", "struct { long long quot; long long rem; }", SAME, 0},
    {"locale_t", "struct __locale_struct *", SAME, 0},
    {"loff_t", "long", "long long", 0},
    {"max_align_t", "struct { long long __max_align_ll __attribute__((aligned(__alignof__(long long)))); long double __max_align_ld __attribute__((aligned(__alignof__(long double)))); }", SAME, 0},
    {"mfloat8_t", "unsigned char", SAME, 0},
    {"mfloat8x16_t", "unsigned char __attribute__((vector_size(16)))", SAME, 0},
    {"mfloat8x16x2_t", "struct mfloat8x16x2_t { mfloat8x16_t val[2]; }", SAME, 1},
    {"mfloat8x16x3_t", "struct mfloat8x16x3_t { mfloat8x16_t val[3]; }", SAME, 1},
    {"mfloat8x16x4_t", "struct mfloat8x16x4_t { mfloat8x16_t val[4]; }", SAME, 1},
    {"mfloat8x8_t", "unsigned char __attribute__((vector_size(8)))", SAME, 0},
    {"mfloat8x8x2_t", "struct mfloat8x8x2_t { mfloat8x8_t val[2]; }", SAME, 1},
    {"mfloat8x8x3_t", "struct mfloat8x8x3_t { mfloat8x8_t val[3]; }", SAME, 1},
    {"mfloat8x8x4_t", "struct mfloat8x8x4_t { mfloat8x8_t val[4]; }", SAME, 1},
    {"mode_t", "unsigned int", "unsigned short", 0},
    {"nfds_t", "unsigned long", SAME, 0},
    {"nlink_t", "unsigned long", SAME, 0},
    {"nullptr_t", "void *", SAME, 0},
    {"off64_t", "long", "long long", 0},
    {"off_t", "long", SAME, 0},
    {"pid_t", "int", SAME, 0},
    {"poly128_t", "unsigned __int128", SAME, 0},
    {"poly16_t", "unsigned short", SAME, 0},
    {"poly16x4_t", "unsigned short __attribute__((vector_size(8)))", SAME, 0},
    {"poly16x4x2_t", "struct poly16x4x2_t { poly16x4_t val[2]; }", SAME, 1},
    {"poly16x4x3_t", "struct poly16x4x3_t { poly16x4_t val[3]; }", SAME, 1},
    {"poly16x4x4_t", "struct poly16x4x4_t { poly16x4_t val[4]; }", SAME, 1},
    {"poly16x8_t", "unsigned short __attribute__((vector_size(16)))", SAME, 0},
    {"poly16x8x2_t", "struct poly16x8x2_t { poly16x8_t val[2]; }", SAME, 1},
    {"poly16x8x3_t", "struct poly16x8x3_t { poly16x8_t val[3]; }", SAME, 1},
    {"poly16x8x4_t", "struct poly16x8x4_t { poly16x8_t val[4]; }", SAME, 1},
    {"poly64_t", "unsigned long", "unsigned long long", 0},
    {"poly64x1_t", "unsigned long __attribute__((vector_size(8)))", "unsigned long long __attribute__((vector_size(8)))", 0},
    {"poly64x1x2_t", "struct poly64x1x2_t { poly64x1_t val[2]; }", SAME, 1},
    {"poly64x1x3_t", "struct poly64x1x3_t { poly64x1_t val[3]; }", SAME, 1},
    {"poly64x1x4_t", "struct poly64x1x4_t { poly64x1_t val[4]; }", SAME, 1},
    {"poly64x2_t", "unsigned long __attribute__((vector_size(16)))", "unsigned long long __attribute__((vector_size(16)))", 0},
    {"poly64x2x2_t", "struct poly64x2x2_t { poly64x2_t val[2]; }", SAME, 1},
    {"poly64x2x3_t", "struct poly64x2x3_t { poly64x2_t val[3]; }", SAME, 1},
    {"poly64x2x4_t", "struct poly64x2x4_t { poly64x2_t val[4]; }", SAME, 1},
    {"poly8_t", "unsigned char", SAME, 0},
    {"poly8x16_t", "unsigned char __attribute__((vector_size(16)))", SAME, 0},
    {"poly8x16x2_t", "struct poly8x16x2_t { poly8x16_t val[2]; }", SAME, 1},
    {"poly8x16x3_t", "struct poly8x16x3_t { poly8x16_t val[3]; }", SAME, 1},
    {"poly8x16x4_t", "struct poly8x16x4_t { poly8x16_t val[4]; }", SAME, 1},
    {"poly8x8_t", "unsigned char __attribute__((vector_size(8)))", SAME, 0},
    {"poly8x8x2_t", "struct poly8x8x2_t { poly8x8_t val[2]; }", SAME, 1},
    {"poly8x8x3_t", "struct poly8x8x3_t { poly8x8_t val[3]; }", SAME, 1},
    {"poly8x8x4_t", "struct poly8x8x4_t { poly8x8_t val[4]; }", SAME, 1},
    {"pthread_t", "unsigned long", SAME, 0},
    {"ptrdiff_t", "long", "long long", 0},
    {"rsize_t", "unsigned long", "unsigned long long", 0},
    {"s16", "short", SAME, 0},
    {"s32", "int", SAME, 0},
    {"s64", "long long", SAME, 0},
    {"s8", "signed char", SAME, 0},
    {"sa_family_t", "unsigned short", SAME, 0},
    {"sigset_t", "struct { unsigned long __val[16]; }", SAME, 0},
    {"size_t", "unsigned long", "unsigned long long", 0},
    {"socklen_t", "unsigned int", "int", 0},
    {"ssize_t", "long", "long long", 0},
    {"suseconds_t", "long", SAME, 0},
    {"time_t", "long", "long long", 0},
    {"timer_t", "void *", SAME, 0},
    {"u16", "unsigned short", SAME, 0},
    {"u32", "unsigned int", SAME, 0},
    {"u64", "unsigned long long", SAME, 0},
    {"u8", "unsigned char", SAME, 0},
    {"u_char", "unsigned char", SAME, 0},
    {"u_int", "unsigned int", SAME, 0},
    {"u_long", "unsigned long", SAME, 0},
    {"u_short", "unsigned short", SAME, 0},
    {"uchar", "unsigned char", SAME, 0},
    {"uid_t", "unsigned int", SAME, 0},
    {"uint", "unsigned int", SAME, 0},
    {"uint16_t", "unsigned short", SAME, 0},
    {"uint16x4_t", "unsigned short __attribute__((vector_size(8)))", SAME, 0},
    {"uint16x4x2_t", "struct uint16x4x2_t { uint16x4_t val[2]; }", SAME, 1},
    {"uint16x4x3_t", "struct uint16x4x3_t { uint16x4_t val[3]; }", SAME, 1},
    {"uint16x4x4_t", "struct uint16x4x4_t { uint16x4_t val[4]; }", SAME, 1},
    {"uint16x8_t", "unsigned short __attribute__((vector_size(16)))", SAME, 0},
    {"uint16x8x2_t", "struct uint16x8x2_t { uint16x8_t val[2]; }", SAME, 1},
    {"uint16x8x3_t", "struct uint16x8x3_t { uint16x8_t val[3]; }", SAME, 1},
    {"uint16x8x4_t", "struct uint16x8x4_t { uint16x8_t val[4]; }", SAME, 1},
    {"uint32_t", "unsigned int", SAME, 0},
    {"uint32x2_t", "unsigned int __attribute__((vector_size(8)))", SAME, 0},
    {"uint32x2x2_t", "struct uint32x2x2_t { uint32x2_t val[2]; }", SAME, 1},
    {"uint32x2x3_t", "struct uint32x2x3_t { uint32x2_t val[3]; }", SAME, 1},
    {"uint32x2x4_t", "struct uint32x2x4_t { uint32x2_t val[4]; }", SAME, 1},
    {"uint32x4_t", "unsigned int __attribute__((vector_size(16)))", SAME, 0},
    {"uint32x4x2_t", "struct uint32x4x2_t { uint32x4_t val[2]; }", SAME, 1},
    {"uint32x4x3_t", "struct uint32x4x3_t { uint32x4_t val[3]; }", SAME, 1},
    {"uint32x4x4_t", "struct uint32x4x4_t { uint32x4_t val[4]; }", SAME, 1},
    {"uint64_t", "unsigned long", "unsigned long long", 0},
    {"uint64x1_t", "unsigned long __attribute__((vector_size(8)))", "unsigned long long __attribute__((vector_size(8)))", 0},
    {"uint64x1x2_t", "struct uint64x1x2_t { uint64x1_t val[2]; }", SAME, 1},
    {"uint64x1x3_t", "struct uint64x1x3_t { uint64x1_t val[3]; }", SAME, 1},
    {"uint64x1x4_t", "struct uint64x1x4_t { uint64x1_t val[4]; }", SAME, 1},
    {"uint64x2_t", "unsigned long __attribute__((vector_size(16)))", "unsigned long long __attribute__((vector_size(16)))", 0},
    {"uint64x2x2_t", "struct uint64x2x2_t { uint64x2_t val[2]; }", SAME, 1},
    {"uint64x2x3_t", "struct uint64x2x3_t { uint64x2_t val[3]; }", SAME, 1},
    {"uint64x2x4_t", "struct uint64x2x4_t { uint64x2_t val[4]; }", SAME, 1},
    {"uint8_t", "unsigned char", SAME, 0},
    {"uint8x16_t", "unsigned char __attribute__((vector_size(16)))", SAME, 0},
    {"uint8x16x2_t", "struct uint8x16x2_t { uint8x16_t val[2]; }", SAME, 1},
    {"uint8x16x3_t", "struct uint8x16x3_t { uint8x16_t val[3]; }", SAME, 1},
    {"uint8x16x4_t", "struct uint8x16x4_t { uint8x16_t val[4]; }", SAME, 1},
    {"uint8x8_t", "unsigned char __attribute__((vector_size(8)))", SAME, 0},
    {"uint8x8x2_t", "struct uint8x8x2_t { uint8x8_t val[2]; }", SAME, 1},
    {"uint8x8x3_t", "struct uint8x8x3_t { uint8x8_t val[3]; }", SAME, 1},
    {"uint8x8x4_t", "struct uint8x8x4_t { uint8x8_t val[4]; }", SAME, 1},
    {"uint_fast16_t", "unsigned long", "unsigned short", 0},
    {"uint_fast32_t", "unsigned long", "unsigned int", 0},
    {"uint_fast64_t", "unsigned long", "unsigned long long", 0},
    {"uint_fast8_t", "unsigned char", SAME, 0},
    {"uint_least16_t", "unsigned short", SAME, 0},
    {"uint_least32_t", "unsigned int", SAME, 0},
    {"uint_least64_t", "unsigned long", "unsigned long long", 0},
    {"uint_least8_t", "unsigned char", SAME, 0},
    {"uintmax_t", "unsigned long", "unsigned long long", 0},
    {"uintptr_t", "unsigned long", "unsigned long long", 0},
    {"ulong", "unsigned long", SAME, 0},
    {"useconds_t", "unsigned int", SAME, 0},
    {"ushort", "unsigned short", SAME, 0},
    {"va_list", "__builtin_va_list", SAME, 0},
    {"wint_t", "unsigned int", "unsigned short", 0},
};

static const struct row *find_row(const char *name)
{
    size_t low = 0, high = COUNT_OF(rows);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(rows[middle].name, name);
        if (order == 0)
            return &rows[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static struct entry *bind_type(struct parser *p, struct symbol *symbol, const struct cconv_type *type,
                               uint32_t qualifiers, bool named)
{
    cconv_error error = {0};
    if (type && named)
        type = type_new_typedef(p->context, symbol->text, type, qualifiers, 0, &error);
    struct entry *entry = type ? bind_name(p, symbol, ENTRY_TYPEDEF, false) : NULL;
    if (!entry) {
        fail_no_memory(p);
        return NULL;
    }
    entry->type = type;
    entry->flags = ENTRY_BUILTIN;
    return entry;
}

/* The target's own wchar_t: a typedef in C. */
static const struct cconv_type *wide_character(const struct parser *p)
{
    const struct cconv_target *target = p->context->target;
    if (target->wchar_size == 2)
        return basic(p, target->wchar_signed ? CCONV_SHORT : CCONV_USHORT);
    return basic(p, target->wchar_signed ? CCONV_INT : CCONV_UINT);
}

/* The compilers' vector types behind arm_neon.h: gcc's __Int8x16_t, __Poly64x2_t, __Float32x4_t, __Bfloat16x8_t. */
static struct entry *neon_type(struct parser *p, struct symbol *symbol)
{
    static const struct {
        const char *prefix;
        uint8_t kind, kind64; /* kind64: where an element has 64 bits */
    } elements[] = {
        {"__Int", 0, CCONV_LONG}, {"__Uint", 1, CCONV_ULONG}, {"__Poly", 1, CCONV_ULONG}, {"__Float", 2, CCONV_DOUBLE},
        {"__Bfloat", 3, 0}, {"__Mfloat", 1, 0},
    };
    static const uint8_t kinds[4][3] = {
        {CCONV_SCHAR, CCONV_SHORT, CCONV_INT},
        {CCONV_UCHAR, CCONV_USHORT, CCONV_UINT},
        {0, CCONV_FLOAT16, CCONV_FLOAT},
        {0, CCONV_BFLOAT16, 0},
    };
    for (size_t i = 0; i < COUNT_OF(elements); i++) {
        size_t length = strlen(elements[i].prefix);
        if (strncmp(symbol->text, elements[i].prefix, length))
            continue;
        const char *at = symbol->text + length;
        unsigned bits = 0, count = 0;
        for (; *at >= '0' && *at <= '9' && bits < 1000; at++)
            bits = 10 * bits + (unsigned)(*at - '0');
        bool vector = *at == 'x';
        for (at += vector; *at >= '0' && *at <= '9' && count < 1000; at++)
            count = 10 * count + (unsigned)(*at - '0');
        unsigned size = bits == 8 ? 0 : bits == 16 ? 1 : bits == 32 ? 2 : 3;
        if (strcmp(at, "_t") || (bits != 8U << size && bits != 128) || (vector && bits * count != 64 && bits * count != 128))
            continue;
        cconv_type_kind kind = (cconv_type_kind)(size == 3 ? elements[i].kind64 : kinds[elements[i].kind][size]);
        if (bits == 128)
            kind = CCONV_UINT128;
        if (size == 3 && bits == 64 && p->context->target->long_size != 8 && kind != CCONV_DOUBLE)
            kind = kind == CCONV_LONG ? CCONV_LLONG : CCONV_ULLONG;
        const struct cconv_type *type = basic(p, kind);
        if (vector)
            type = cconv_type_vector(p->context, type, bits * count / 8, NULL);
        return bind_type(p, symbol, type, 0, true);
    }
    return NULL;
}

/* Arm's sizeless types, and tuples of them: svint8_t, svfloat16x4_t, svbool_t; the compilers' own names behind arm_sve.h
   are __SVInt8_t, __clang_svint8x2_t, __SVBool_t. */
static struct entry *scalable_type(struct parser *p, struct symbol *symbol)
{
    static const struct {
        const char *name, *other;
        uint8_t kind;
    } elements[] = {
        {"int8", "Int8", CCONV_SCHAR}, {"int16", "Int16", CCONV_SHORT}, {"int32", "Int32", CCONV_INT},
        {"int64", "Int64", CCONV_LLONG}, {"uint8", "Uint8", CCONV_UCHAR}, {"uint16", "Uint16", CCONV_USHORT},
        {"uint32", "Uint32", CCONV_UINT}, {"uint64", "Uint64", CCONV_ULLONG}, {"float16", "Float16", CCONV_FLOAT16},
        {"float32", "Float32", CCONV_FLOAT}, {"float64", "Float64", CCONV_DOUBLE},
        {"bfloat16", "Bfloat16", CCONV_BFLOAT16}, {"bool", "Bool", CCONV_BOOL}, {"count", "Count", CCONV_BOOL}, {"mfloat8", "Mfloat8", CCONV_UCHAR},
    };
    static const char *const prefixes[] = {"sv", "__SV", "__clang_sv"};
    if (p->context->target->arch != CCONV_ARCH_AARCH64)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(elements) * COUNT_OF(prefixes); i++) {
        const char *prefix = prefixes[i % COUNT_OF(prefixes)], *at = symbol->text + strlen(prefix);
        const char *name = i % COUNT_OF(prefixes) == 1 ? elements[i / COUNT_OF(prefixes)].other
                                                       : elements[i / COUNT_OF(prefixes)].name;
        unsigned count = 1;
        if (strncmp(symbol->text, prefix, strlen(prefix)) || strncmp(at, name, strlen(name)))
            continue;
        at += strlen(name);
        if (at[0] == 'x' && at[1] >= '2' && at[1] <= '4') {
            count = (unsigned)(at[1] - '0');
            at += 2;
        }
        if (strcmp(at, "_t") == 0)
            return bind_type(p, symbol,
                             type_new_scalable(p->context, symbol->text,
                                               basic(p, (cconv_type_kind)elements[i / COUNT_OF(prefixes)].kind), count),
                             0, false);
    }
    return NULL;
}

/* gcc's scalars of arm_neon.h. */
static struct entry *gcc_scalar(struct parser *p, struct symbol *symbol)
{
    static const struct {
        const char *name;
        uint8_t kind;
    } scalars[] = {
        {"__builtin_aarch64_simd_qi", CCONV_SCHAR}, {"__builtin_aarch64_simd_hi", CCONV_SHORT},
        {"__builtin_aarch64_simd_si", CCONV_INT}, {"__builtin_aarch64_simd_di", CCONV_LONG},
        {"__builtin_aarch64_simd_hf", CCONV_FLOAT16}, {"__builtin_aarch64_simd_sf", CCONV_FLOAT},
        {"__builtin_aarch64_simd_df", CCONV_DOUBLE}, {"__builtin_aarch64_simd_bf", CCONV_BFLOAT16},
        {"__builtin_aarch64_simd_poly8", CCONV_UCHAR}, {"__builtin_aarch64_simd_poly16", CCONV_USHORT},
        {"__builtin_aarch64_simd_poly64", CCONV_ULONG}, {"__builtin_aarch64_simd_poly128", CCONV_UINT128},
        {"__mfp8", CCONV_UCHAR},
    };
    for (size_t i = 0; i < COUNT_OF(scalars); i++)
        if (strcmp(symbol->text, scalars[i].name) == 0)
            return bind_type(p, symbol, basic(p, (cconv_type_kind)scalars[i].kind), 0, true);
    return neon_type(p, symbol);
}

/* `typedef TYPE NAME;`, where NAME stands inside the type of a function pointer. */
static void declare_row(struct parser *p, const char *name, const char *type)
{
    char buffer[640];
    struct text text = {.data = buffer, .size = sizeof buffer};
    const char *inside = strstr(type, "*)");
    const char *vector = strstr(type, "__attribute__((vector_size");
    size_t split = inside ? (size_t)(inside + 1 - type) : vector ? (size_t)(vector - type) : strlen(type);
    if (strncmp(type, "struct", 6) == 0 || strncmp(type, "union", 5) == 0)
        split = strlen(type);
    text_string(&text, "typedef ");
    text_put(&text, type, split);
    text_string(&text, " ");
    text_string(&text, name);
    text_string(&text, " ");
    text_string(&text, type + split);
    text_string(&text, ";");
    if (text_end(&text) < sizeof buffer)
        parse_builtin(p, buffer, text.length);
}

/* What the target declares the name to be; NULL where it does not. */
static const char *row_type(const struct parser *p, const struct row *row)
{
    cconv_os os = p->context->target->os;
    bool windows = os == CCONV_OS_WINDOWS_MSVC || os == CCONV_OS_WINDOWS_GNU;
    const char *type = windows && row->windows != same ? row->windows : row->type;
    const char *narrow = type ? well_known_narrow(p->context->target, row->name) : NULL;
    return narrow ? narrow : type;
}

struct entry *well_known(struct parser *p, struct symbol *symbol)
{
    symbol->searched = 1;
    if (strcmp(symbol->text, "__builtin_va_list") == 0)
        return bind_type(p, symbol, type_va_list(p->context), 0, false);
    if (p->well_known && strcmp(symbol->text, "wchar_t") == 0)
        return bind_type(p, symbol, wide_character(p), 0, true);
    const struct row *row = find_row(symbol->text);
    if (!row) {
        struct entry *entry = strncmp(symbol->text, "__", 2) == 0 ? gcc_scalar(p, symbol) : NULL;
        return entry ? entry : scalable_type(p, symbol);
    }
    if (!row->always && !p->well_known) {
        symbol->searched = 0;
        return NULL;
    }
    const char *type = row_type(p, row);
    if (!type)
        return NULL;
    declare_row(p, row->name, type);
    return symbol->ordinary;
}

const char *well_known_name(const struct parser *p, size_t index)
{
    if (index >= COUNT_OF(rows))
        return NULL;
    const struct row *row = &rows[index];
    return (row->always || p->well_known) && row_type(p, row) ? row->name : "";
}
