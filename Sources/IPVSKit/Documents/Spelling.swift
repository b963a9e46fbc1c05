/// Guesses what a misspelt word was meant to be.
package enum Spelling {
    /// Returns the known word that a word most resembles; nil if it resembles none.
    package static func nearest(_ word: String, among known: some Sequence<String>) -> String? {
        let plain = simplified(word)
        guard plain.count <= 40 else { return nil }
        let limit = max(1, plain.count / 3)
        let distances = known.map { (word: $0, distance: distance(plain, simplified($0))) }
        return distances.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.word
    }

    /// Lower case, and without what separates words: `tcpFin`, `tcp-fin` and `tcp_fin` are the same.
    private static func simplified(_ word: String) -> [Character] {
        word.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    }

    /// How many characters have to be added, removed or replaced to make one word the other.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let replaced = diagonal + (character == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
