const t1_0 = extern struct { m0: [1]f64 };
const t2_0 = extern struct { m1: c_longlong, m2: bool, m3: c_short };
const t3_0 = extern struct { m4: c_int, m5: c_int, m6: c_int, m7: c_ushort, m8: c_int, m9: c_short };
const t4_0 = extern struct { };
const t5_0 = extern struct { m10: c_longlong, m11: i8, m12: c_ulonglong, m13: c_ulonglong, m14: ?*anyopaque };
const t6_0 = extern struct { m15: f16, m16: t4_0, m17: t5_0, m18: c_short, m19: c_int };
const t8_0 = extern union { m20: @Vector(8, f16) };
const t9_0 = extern struct { m21: c_longdouble, m22: [2]t8_0 };
extern var sent_0: [2]u8;
extern var sent_1: [9]u8;
extern var sent_2: [9]u8;
extern var sent_3: [9]u8;
extern var sent_4: [9]u8;
extern var sent_5: [17]u8;
extern var sent_6: [25]u8;
extern var sent_7: [57]u8;
extern var sent_8: [49]u8;
extern var sent_9: [9]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
extern fn f(p0: bool, p1: ?*const fn (f64) callconv(.c) c_int, ...) callconv(.{ .mips64_n64 = .{} }) void;
export fn call() callconv(.c) void {
    f(load(bool, &sent_0[0]), load(?*const fn (f64) callconv(.c) c_int, &sent_1[0]), load(c_ulonglong, &sent_2[0]), load(t1_0, &sent_3[0]), load(f64, &sent_4[0]), load(t2_0, &sent_5[0]), load(t3_0, &sent_6[0]), load(t6_0, &sent_7[0]), load(t9_0, &sent_8[0]), load(f64, &sent_9[0]));
}
