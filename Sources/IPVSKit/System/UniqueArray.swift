/// An array that stays where it is: it is never copied.
///
/// For a type of one's own, the first `Array` that is filled has the Swift runtime describe the array's storage, which
/// is a good part of a short run (Docs/performance.md, "Start"). This one needs nothing of the runtime.
@safe struct UniqueArray<Element>: ~Copyable {
    private var start: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    /// Creates an empty array with room for some elements.
    init(capacity: Int) {
        unsafe start = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit {
        unsafe start.deinitialize(count: count)
        unsafe start.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count, "no such element")
        return unsafe start[index]
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        reserveRoom(for: 1)
        unsafe (start + count).initialize(to: element)
        count += 1
    }

    /// Appends what a closure writes, at most so many elements.
    mutating func append(addingCapacity limit: Int, _ body: (inout OutputSpan<Element>) -> Void) {
        reserveRoom(for: limit)
        let room = unsafe UnsafeMutableBufferPointer(start: start + count, count: limit)
        var span = unsafe OutputSpan(buffer: room, initializedCount: 0)
        body(&span)
        count += unsafe span.finalize(for: room)
    }

    /// Forgets the first elements and keeps the memory.
    mutating func removeFirst(_ number: Int) {
        precondition(number >= 0 && number <= count, "no such elements")
        unsafe start.deinitialize(count: number)
        unsafe start.moveInitialize(from: start + number, count: count - number)
        count -= number
    }

    /// Forgets all elements and keeps the memory.
    mutating func removeAll() {
        unsafe start.deinitialize(count: count)
        count = 0
    }

    /// Lends the elements.
    @inline(__always)
    func withSpan<Result, Failure>(
        _ body: (Span<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(unsafe Span(_unsafeStart: start, count: count))
    }

    /// Lends the elements to be changed.
    @inline(__always)
    mutating func withMutableBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: start, count: count)))
    }

    @inline(__always)
    private mutating func reserveRoom(for more: Int) {
        if count + more > capacity { grow(to: max(count + more, capacity * 2)) }
    }

    @inline(never)
    private mutating func grow(to wanted: Int) {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
        unsafe larger.moveInitialize(from: start, count: count)
        unsafe start.deallocate()
        unsafe start = larger
        capacity = wanted
    }
}

// It is one value with one owner, like an array.
extension UniqueArray: @unchecked Sendable where Element: Sendable {}
