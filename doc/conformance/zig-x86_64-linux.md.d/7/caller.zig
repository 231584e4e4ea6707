const t0_0 = extern struct { m0: f64, m1: c_int };
const t1_0 = extern struct { m2: c_int, m3: c_ulonglong };
extern var sent_0: [5]u8;
extern var sent_1: [17]u8;
extern var sent_2: [5]u8;
extern var sent_3: [5]u8;
extern var sent_4: [17]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
extern fn f(p0: c_int, p1: t0_0, p2: c_int, p3: c_int, p4: t1_0) callconv(.{ .x86_64_sysv = .{} }) void;
export fn call() callconv(.c) void {
    f(load(c_int, &sent_0[0]), load(t0_0, &sent_1[0]), load(c_int, &sent_2[0]), load(c_int, &sent_3[0]), load(t1_0, &sent_4[0]));
}
