extern var sent_0: [17]u8;
extern var sent_1: [5]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
extern fn f(p0: f128, p1: c_int) callconv(.{ .x86_stdcall = .{} }) void;
export fn call() callconv(.c) void {
    f(load(f128, &sent_0[0]), load(c_int, &sent_1[0]));
}
