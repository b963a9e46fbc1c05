import Foundation
import Testing

@testable import IPVSKit

@Suite struct ArgumentListTests {
    @Test(
        "Arguments are kept",
        arguments: [[], [""], ["a"], ["", ""], ["ipvsadm", "-A", "", "-t"], ["--", "x y", "é"]]
    )
    func words(words: [String]) {
        let list = ArgumentList(words.map { Array($0.utf8) })
        Self.expect(words, in: list)
        Self.expect(Array(words.dropFirst()), in: list.dropFirst())
        Self.expect(Array(words.dropFirst(2)), in: list.dropFirst().dropFirst())

        var strings = words.map { unsafe strdup($0) } + [nil]
        defer { for string in unsafe strings { unsafe free(string) } }
        Self.expect(words, in: unsafe ArgumentList(&strings))
    }

    private static func expect(_ words: [String], in list: ArgumentList) {
        #expect(list.texts == words)
        #expect(list.line == words.joined(separator: " "))
    }

    @Test("Arguments that are not UTF-8 are kept")
    func bytes() {
        let list = ArgumentList([[0xFF, 0x2D], [0x61, 0, 0x62]])
        #expect(list.words.first == [0xFF, 0x2D])
        // No argument goes on after a zero.
        #expect(list.dropFirst().texts == ["a"])
    }
}
