extern var given: [33]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
export fn f() callconv(.{ .mips64_n64 = .{} }) @Vector(8, c_int) {
    return load(@Vector(8, c_int), &given[0]);
}
