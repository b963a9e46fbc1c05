import Testing

@testable import IPVSKit

@Suite struct UniqueArrayTests {
    @Test func grows() {
        var array = UniqueArray<Int>(capacity: 1)
        for number in 0..<1000 { array.append(number) }
        expect(array, count: 1000)
        for number in 0..<1000 {
            let element = array[number]
            #expect(element == number)
        }
        array.removeAll()
        expect(array, count: 0)
        array.append(addingCapacity: 3000) { span in
            for number in 0..<2000 { span.append(number) }
        }
        expect(array, count: 2000)
        let (last, bytes) = (array[1999], array.withMutableBytes { $0.count })
        #expect(last == 1999)
        #expect(bytes == 16_000)
    }

    @Test(arguments: 0...5)
    func forgetsTheFirst(number: Int) {
        var array = UniqueArray<Int>(capacity: 4)
        for number in 0..<5 { array.append(number) }
        array.removeFirst(number)
        let left = array.withSpan { elements in elements.indices.map { elements[$0] } }
        #expect(left == Array(number..<5))
    }

    private func expect(_ array: borrowing UniqueArray<Int>, count wanted: Int) {
        let (count, lent, isEmpty) = (array.count, array.withSpan { $0.count }, array.isEmpty)
        #expect(count == wanted)
        #expect(lent == wanted)
        #expect(isEmpty == (wanted == 0))
    }

    @Test func freesItsElements() {
        final class Element {
            let onFree: () -> Void
            init(_ onFree: @escaping () -> Void) { self.onFree = onFree }
            deinit { onFree() }
        }
        var freed = 0
        do {
            var array = UniqueArray<Element>(capacity: 1)
            for _ in 0..<10 { array.append(Element { freed += 1 }) }
            #expect(freed == 0)
            array.removeFirst(3)
            #expect(freed == 3)
            array.removeAll()
            #expect(freed == 10)
            array.append(Element { freed += 1 })
        }
        #expect(freed == 11)
    }
}
