import IPVSTestSupport
import Testing

@testable import IPVSKit

@Suite struct SettingsFolderTests {
    @Test("Nothing stays set when one setting is refused")
    func set_isAllOrNothing() throws {
        let folder = try ScratchFolder()
        _ = try folder.write("0\n", to: "conntrack")
        _ = try folder.write("3\t50\n", to: "sync_threshold")
        let settings = SettingsFolder(folder.path)
        let wishes = [
            SettingsFolder.Wish("conntrack", .number(1)), SettingsFolder.Wish("sync_threshold", .pair(5, 60)),
        ]
        #expect(try settings.set(wishes) == [.number(0), .pair(3, 50)])
        #expect(try settings.value(of: "sync_threshold") == .pair(5, 60))
        let missing = SettingsFolder.Wish("no_such", .number(1))
        let back = [SettingsFolder.Wish("conntrack", .number(0)), missing]
        #expect(throws: SettingError.missing(missing)) { try settings.set(back) }
        #expect(try settings.value(of: "conntrack") == .number(1))
    }

    @Test(
        "Values are read as the kernel writes them and as people type them",
        arguments: [
            ("3\t50\n", SettingValue.pair(3, 50)), ("3,50", .pair(3, 50)), ("-4\n", .number(-4)),
            ("0-3,8\n", .text("0-3,8")), ("", .text("")),
        ]
    )
    func value_isRead(text: String, value: SettingValue) {
        #expect(SettingValue(text) == value)
    }

    @Test("Each default makes sense, and names are sorted and there once")
    func table_isSound() {
        let names = KernelSetting.all.map(\.name)
        #expect(names == Set(names).sorted())
        for setting in KernelSetting.all {
            if let standard = setting.standard { #expect(setting.expectation(against: standard) == nil) }
            #expect(setting.meaning.hasSuffix("."))
        }
    }

    @Test(
        "Automatic defences are one setting",
        arguments: [
            ("drop_entry", 1, 2, true), ("drop_entry", 0, 1, false), ("sync_ports", 1, 2, false),
        ]
    )
    func defences_flip(name: String, left: Int64, right: Int64, isSame: Bool) throws {
        let setting = try #require(KernelSetting.named("net.ipv4.vs." + name))
        #expect(setting.isSame(.number(left), .number(right)) == isSame)
    }
}
