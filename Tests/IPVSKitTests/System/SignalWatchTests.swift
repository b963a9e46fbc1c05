import Foundation
import Synchronization
import Testing

@testable import IPVSKit

@Suite struct SignalWatchTests {
    /// Runs something on a thread of its own that takes signals, as the threads of tests do not.
    private static func onThread(_ body: @escaping @Sendable () -> [Bool]) -> [Bool] {
        let box = Box()
        Thread {
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_UNBLOCK, &all, nil)
            let found = body()
            box.value.withLock { $0 = found }
        }
        .start()
        while true {
            if let found = box.value.withLock({ $0 }) { return found }
            usleep(1000)
        }
    }

    private final class Box: Sendable {
        let value = Mutex<[Bool]?>(nil)
    }

    @Test("All signals that have come are taken off, so none of them ends the program")
    func takesAll() {
        let found = Self.onThread {
            var watch = SignalWatch()
            let before = [watch.hasPending, watch.isInterrupted()]
            // To this thread only.
            for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { raise(number) }
            return before + [watch.hasPending, watch.isInterrupted(), watch.hasPending]
        }
        #expect(found == [false, false, true, true, false])
    }

    @Test("A watch within another leaves the signals to it")
    func nested() {
        let found = Self.onThread {
            var outer = SignalWatch()
            let inner = SignalWatch()
            raise(SIGTERM)
            let isInners = inner.hasPending
            _ = consume inner
            return [isInners, outer.isInterrupted()]
        }
        #expect(found == [false, true])
    }
}
