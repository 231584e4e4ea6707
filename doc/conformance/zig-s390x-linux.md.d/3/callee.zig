const t0_0 = extern struct { };
extern var arrived_0: [1]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
export fn f(p0: t0_0) callconv(.{ .s390x_sysv = .{} }) void {
    store(t0_0, &arrived_0[0], p0);
}
