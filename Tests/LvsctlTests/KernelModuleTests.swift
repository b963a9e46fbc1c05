import Testing

@testable import lvsctl

@Suite struct KernelModuleTests {
    @Test(
        "The kernel's own modprobe comes first, the usual one always; a setting that is no full path is not run",
        arguments: [
            ("/sbin/modprobe\n", ["/sbin/modprobe"]),
            ("/run/modprobe\n", ["/run/modprobe", "/sbin/modprobe"]),
            ("/bin/false", ["/bin/false", "/sbin/modprobe"]),
            ("modprobe\n", ["/sbin/modprobe"]),
            ("\n", ["/sbin/modprobe"]),
            ("", ["/sbin/modprobe"]),
            (nil, ["/sbin/modprobe"]),
        ] as [(String?, [String])]
    )
    func programs_areFullPaths(setting: String?, expected: [String]) {
        #expect(KernelModule.programs(setting.map { Array($0.utf8) }) == expected)
    }
}
