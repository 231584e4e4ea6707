/* Source: gcc and clang: __int128 is a type of the 64-bit targets.
   Options: --target x86_64-linux-gnu,x86_64-windows-msvc,x86_64-windows-gnu,x86_64-macos,aarch64-linux-gnu,aarch64-macos,aarch64-windows-msvc */
struct int128 { char a; __int128 b; };
