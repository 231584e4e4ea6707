/* Source: clang 19.1, arm64-apple-macos: an HFA on the stack is aligned as its base type. */
struct f2 { float a, b; };
struct f3 { float a, b, c; };
struct over { _Alignas(16) float a; float b, c, d; };
void stacked(double, double, double, double, double, double, double, struct f2, float, struct f3, double, struct over);
