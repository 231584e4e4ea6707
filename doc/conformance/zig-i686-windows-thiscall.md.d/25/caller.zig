const t0_0 = extern struct { m0: c_int, m1: f64 };
extern var sent_0: [5]u8;
extern var sent_1: [17]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
extern fn f(p0: c_int, p1: t0_0) callconv(.{ .x86_thiscall = .{} }) void;
export fn call() callconv(.c) void {
    f(load(c_int, &sent_0[0]), load(t0_0, &sent_1[0]));
}
