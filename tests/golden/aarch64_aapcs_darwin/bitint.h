/* Source: clang 19.1, arm64-apple-macos: the stack slots of _BitInt. */
void stacked(int, int, int, int, int, int, int, int, char, _BitInt(7), char, _BitInt(8), _BitInt(12), _BitInt(16),
             _BitInt(40), _BitInt(100));
