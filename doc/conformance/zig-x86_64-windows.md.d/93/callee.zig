extern var arrived_0: [9]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
export fn f(p0: @Vector(2, c_int)) callconv(.{ .x86_64_win = .{} }) void {
    store(@Vector(2, c_int), &arrived_0[0], p0);
}
