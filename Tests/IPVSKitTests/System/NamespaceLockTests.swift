import Foundation
import IPVSKit
import Testing

@Suite struct NamespaceLockTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lock-\(UUID())").path

    private func take(_ command: String, wait: Int = 0, onWait: (String) -> Void = { _ in })
        throws(NamespaceLock.Failure) -> NamespaceLock
    {
        try NamespaceLock.take(command: command, wait: wait, folder: folder, onWait: onWait)
    }

    @Test func theSecondOneIsToldWhoHoldsIt() throws {
        let first = try take("restore first")
        let expected = "process \(getpid()) restore first"
        let error = #expect(throws: NamespaceLock.Failure.self) { _ = try take("second") }
        #expect(error == .busy(holder: expected))
        var heard: [String] = []
        let time = ContinuousClock().measure {
            #expect(throws: NamespaceLock.Failure.self) {
                _ = try take("third", wait: 1) { heard.append($0) }
            }
        }
        #expect(time >= .seconds(1))
        #expect(heard == [expected])
        _ = consume first
    }

    @Test func itIsFreeAgainAfterwards() throws {
        _ = try take("a longer command than the next")
        let second = try take("b")
        let error = #expect(throws: NamespaceLock.Failure.self) { _ = try take("c") }
        #expect(error == .busy(holder: "process \(getpid()) b"))
        _ = consume second
    }

    @Test func aFolderThatCannotBeMadeIsAnError() {
        let error = #expect(throws: NamespaceLock.Failure.self) {
            _ = try NamespaceLock.take(command: "x", wait: 0, folder: "/proc/nowhere") { _ in }
        }
        #expect(error == .file(FileError(.make, "/proc/nowhere", .noSuchEntry)))
    }
}
