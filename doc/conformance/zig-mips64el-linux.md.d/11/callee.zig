const t1_0 = extern struct { m0: [1]f64 };
const t2_0 = extern struct { m1: c_longlong, m2: bool, m3: c_short };
const t3_0 = extern struct { m4: c_int, m5: c_int, m6: c_int, m7: c_ushort, m8: c_int, m9: c_short };
const t4_0 = extern struct { };
const t5_0 = extern struct { m10: c_longlong, m11: i8, m12: c_ulonglong, m13: c_ulonglong, m14: ?*anyopaque };
const t6_0 = extern struct { m15: f16, m16: t4_0, m17: t5_0, m18: c_short, m19: c_int };
const t8_0 = extern union { m20: @Vector(8, f16) };
const t9_0 = extern struct { m21: c_longdouble, m22: [2]t8_0 };
extern var arrived_0: [2]u8;
extern var arrived_1: [9]u8;
extern var arrived_2: [9]u8;
extern var arrived_3: [9]u8;
extern var arrived_4: [9]u8;
extern var arrived_5: [17]u8;
extern var arrived_6: [25]u8;
extern var arrived_7: [57]u8;
extern var arrived_8: [49]u8;
extern var arrived_9: [9]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
export fn f(p0: bool, p1: ?*const fn (f64) callconv(.c) c_int, ...) callconv(.{ .mips64_n64 = .{} }) void {
    store(bool, &arrived_0[0], p0);
    store(?*const fn (f64) callconv(.c) c_int, &arrived_1[0], p1);
    var list = @cVaStart();
    store(c_ulonglong, &arrived_2[0], @cVaArg(&list, c_ulonglong));
    store(t1_0, &arrived_3[0], @cVaArg(&list, t1_0));
    store(f64, &arrived_4[0], @cVaArg(&list, f64));
    store(t2_0, &arrived_5[0], @cVaArg(&list, t2_0));
    store(t3_0, &arrived_6[0], @cVaArg(&list, t3_0));
    store(t6_0, &arrived_7[0], @cVaArg(&list, t6_0));
    store(t9_0, &arrived_8[0], @cVaArg(&list, t9_0));
    store(f64, &arrived_9[0], @cVaArg(&list, f64));
    @cVaEnd(&list);
}
