const t0_0 = extern struct { m0: f64 };
extern var given: [9]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
export fn f() callconv(.{ .x86_thiscall = .{} }) t0_0 {
    return load(t0_0, &given[0]);
}
