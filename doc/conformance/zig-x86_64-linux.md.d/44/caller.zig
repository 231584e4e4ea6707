const t0_0 = extern struct { m0: c_int, m1: c_int, m2: c_int };
const t2_0 = extern struct { m3: c_int, m4: @Vector(4, c_int) };
extern var sent_0: [5]u8;
extern var sent_1: [5]u8;
extern var sent_2: [5]u8;
extern var sent_3: [5]u8;
extern var sent_4: [13]u8;
extern var came_back: [33]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
extern fn f(p0: c_int, p1: c_int, p2: c_int, p3: c_int, p4: t0_0) callconv(.{ .x86_64_sysv = .{} }) t2_0;
export fn call() callconv(.c) void {
    const result = f(load(c_int, &sent_0[0]), load(c_int, &sent_1[0]), load(c_int, &sent_2[0]), load(c_int, &sent_3[0]), load(t0_0, &sent_4[0]));
    store(t2_0, &came_back[0], result);
}
