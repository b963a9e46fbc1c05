import IPVSKit
import Testing

@Suite struct SpellingTests {
    @Test(
        "A word with a slip or two is guessed, of one or two letters nothing",
        arguments: [
            ("sheduler", "scheduler"), ("wieght", "weight"), ("tcpFin", "tcp_fin"), ("TCP-FIN", "tcp_fin"),
            ("por", "port"), ("", nil), ("w", nil), ("metric", nil),
        ]
    )
    func nearest(word: String, guess: String?) {
        #expect(Spelling.nearest(word, among: ["scheduler", "weight", "tcp_fin", "port", "w2"]) == guess)
    }

    @Test(
        "Nothing is guessed of words above 40 bytes, whatever they resemble",
        arguments: [40, 41, 42, 5_000_000]
    )
    func nearest_ofLongWords(length: Int) {
        let word = String(repeating: "a", count: length)
        #expect(Spelling.nearest(word, among: [word + "b"]) == (length <= 40 ? word + "b" : nil))
        // Bytes are counted, not characters.
        let accents = String(repeating: "é", count: length / 2 + 1)
        #expect(Spelling.nearest(accents, among: [accents]) == nil)
    }
}
