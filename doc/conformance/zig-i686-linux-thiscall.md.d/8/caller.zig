const t0_0 = extern struct { };
extern var came_back: [1]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
extern fn f() callconv(.{ .x86_thiscall = .{} }) t0_0;
export fn call() callconv(.c) void {
    const result = f();
    store(t0_0, &came_back[0], result);
}
