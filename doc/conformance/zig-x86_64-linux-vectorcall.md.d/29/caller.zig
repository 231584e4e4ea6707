extern var sent_0: [5]u8;
extern var sent_1: [5]u8;
extern var sent_2: [5]u8;
extern var sent_3: [5]u8;
extern var sent_4: [5]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
const f = @extern(*const fn (p0: c_int, p1: c_int, p2: c_int, p3: c_int, p4: c_int) callconv(.{ .x86_64_vectorcall = .{} }) void, .{ .name = "\x01f" });
export fn call() callconv(.c) void {
    f(load(c_int, &sent_0[0]), load(c_int, &sent_1[0]), load(c_int, &sent_2[0]), load(c_int, &sent_3[0]), load(c_int, &sent_4[0]));
}
