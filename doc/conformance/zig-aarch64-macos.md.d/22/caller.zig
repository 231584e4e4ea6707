const t2_0 = extern struct { m0: @Vector(4, c_int), m1: @Vector(4, c_int) };
extern var came_back: [33]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
extern fn f() callconv(.{ .aarch64_aapcs_darwin = .{} }) t2_0;
export fn call() callconv(.c) void {
    const result = f();
    store(t2_0, &came_back[0], result);
}
