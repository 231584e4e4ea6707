/* Source: AMD64 psABI 1.0, 3.1.2 and 3.2.3: a bit-field has class INTEGER in each eightbyte that it has bits in. */
struct bits { int a : 5; unsigned b : 30; long c : 40; };
struct float_bits { float f; int b : 3; };
struct across { long a : 60, b : 60; };
struct bits bits(struct bits);
struct float_bits float_bits(struct float_bits);
struct across across(struct across);
