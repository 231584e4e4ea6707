const t0_0 = extern struct { };
extern var sent_0: [5]u8;
extern var came_back: [1]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
extern fn f(p0: c_int) callconv(.{ .x86_win = .{} }) t0_0;
export fn call() callconv(.c) void {
    const result = f(load(c_int, &sent_0[0]));
    store(t0_0, &came_back[0], result);
}
