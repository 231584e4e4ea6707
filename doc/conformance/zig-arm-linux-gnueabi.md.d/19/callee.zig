extern var arrived_0: [5]u8;
extern var arrived_1: [17]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
export fn f(p0: c_int, p1: f128) callconv(.{ .arm_aapcs = .{} }) void {
    store(c_int, &arrived_0[0], p0);
    store(f128, &arrived_1[0], p1);
}
