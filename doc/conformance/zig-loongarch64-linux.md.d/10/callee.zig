const t1_0 = extern struct { m0: [2]@Vector(8, c_int) };
extern var given: [65]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
export fn f() callconv(.{ .loongarch64_lp64 = .{} }) t1_0 {
    return load(t1_0, &given[0]);
}
