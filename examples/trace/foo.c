/* The worked example of the tutorials: what a call does to the stack, step by step.
 *
 *     callconv trace foo.c:bar --cc 'gcc -O0'
 *     callconv trace foo.c:bar --abi sysv,win,aapcs64,cdecl      four conventions side by side
 *     callconv trace foo.c:bar --cc 'x86_64-w64-mingw32-gcc -O0' --format html -o foo.html
 */
int foo(int a, int b)
{
    return a + b;
}

int bar(void)
{
    int a = 1;
    int b = 2;
    return foo(a, b);
}
