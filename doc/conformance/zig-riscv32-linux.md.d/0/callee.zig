const t0_0 = extern struct { m0: c_ulonglong };
extern var arrived_0: [9]u8;
extern var arrived_1: [5]u8;
inline fn load(comptime T: type, p: *const u8) T { return @as(*align(1) const T, @ptrCast(p)).*; }
inline fn store(comptime T: type, p: *u8, v: T) void { @as(*align(1) T, @ptrCast(p)).* = v; }
export fn f(p0: t0_0, p1: c_int) callconv(.{ .riscv32_ilp32 = .{} }) void {
    store(t0_0, &arrived_0[0], p0);
    store(c_int, &arrived_1[0], p1);
}
