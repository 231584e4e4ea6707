extern var came_back: [33]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
extern fn f() callconv(.{ .mips64_n64 = .{} }) @Vector(8, c_int);
export fn call() callconv(.c) void {
    const result = f();
    store(@Vector(8, c_int), &came_back[0], result);
}
