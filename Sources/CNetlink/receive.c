#include "socket.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>

_Static_assert((int)datagram_limit * acknowledgement_length <= arena_length,
               "the answers to a batch fit the arena");

void CNetlink_note_fault(CNetlink_socket *_Nonnull socket, CNetlink_event fault,
                         const CNetlink_answer *_Nullable answer)
{
    struct exchange *exchange = &socket->exchange;

    if (fault != CNetlink_event_dump_interrupted)
        exchange->is_draining = true;
    if (exchange->fault != CNetlink_event_over)
        return;
    exchange->fault = fault;
    if (answer != NULL)
        exchange->fault_answer = *answer;
}

/// Lays out one buffer for each datagram that the next system call may read.
static unsigned prepare_window(CNetlink_socket *_Nonnull socket)
{
    struct window *window = &socket->window;
    unsigned count = dump_datagram_limit;
    size_t length = socket->receive_length;

    if (socket->exchange.kind == CNetlink_kind_batch) {
        length = acknowledgement_length;
        // As a rule there is nothing but the acknowledgement of the last request.
        count = socket->exchange.datagrams == 0 ? acknowledgement_limit : datagram_limit;
    }
    memset(window, 0, offsetof(struct window, headers));
    for (unsigned index = 0; index < count; index++) {
        window->vectors[index] = (struct iovec){
            .iov_base = socket->arena + index * length,
            .iov_len = length,
        };
        window->senders[index] = (struct sockaddr_nl){.nl_family = AF_UNSPEC};
        window->headers[index] = (struct mmsghdr){
            .msg_hdr = {
                .msg_name = &window->senders[index],
                .msg_namelen = sizeof window->senders[index],
                .msg_iov = &window->vectors[index],
                .msg_iovlen = 1,
            },
        };
    }
    return count;
}

static int64_t milliseconds_now(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/// Waits until something can be read.
///
/// A kernel answers inside the send, and goes on with a dump inside the receive. So this happens
/// only when an answer will never come, as that to the stop of a sync daemon.
static CNetlink_event wait_for_datagram(CNetlink_socket *_Nonnull socket,
                                        CNetlink_answer *_Nonnull answer)
{
    struct exchange *exchange = &socket->exchange;

    while (exchange->timeout > 0) {
        int64_t now = milliseconds_now();
        // One more, because the clock's fraction of a millisecond is cut off.
        if (exchange->deadline == 0)
            exchange->deadline = now + exchange->timeout + 1;
        if (now >= exchange->deadline)
            break;
        int64_t remaining = exchange->deadline - now;
        struct pollfd descriptor = {.fd = socket->descriptor, .events = POLLIN};
        int ready = poll(&descriptor, 1, remaining > INT32_MAX ? INT32_MAX : (int)remaining);
        if (ready > 0)
            return CNetlink_event_datagram;
        if (ready < 0 && errno != EINTR) {
            answer->error = errno;
            return CNetlink_event_receive_failed;
        }
    }
    return CNetlink_event_timed_out;
}

CNetlink_event CNetlink_receive_window(CNetlink_socket *_Nonnull socket,
                                       CNetlink_answer *_Nonnull answer)
{
    struct exchange *exchange = &socket->exchange;
    bool has_waited = false;

    if (exchange->kind == CNetlink_kind_dump && exchange->datagrams >= long_dump)
        socket->receive_length = longest_receive_length;
    for (;;) {
        unsigned count = prepare_window(socket);
        // MSG_TRUNC as an argument: report the whole length of a datagram that does not fit.
        int received = recvmmsg(socket->descriptor, socket->window.headers, count,
                                MSG_DONTWAIT | MSG_TRUNC, NULL);
        if (received > 0) {
            socket->window.count = (unsigned)received;
            return CNetlink_event_datagram;
        }
        if (received < 0 && errno == EINTR)
            continue;
        if (received < 0 && errno == ENOBUFS) {
            CNetlink_note_fault(socket, CNetlink_event_replies_lost, NULL);
            continue;
        }
        if (received < 0 && errno != EAGAIN) {
            answer->error = errno;
            return CNetlink_event_receive_failed;
        }
        if (exchange->is_draining)
            return exchange->fault;
        // Readable, and yet nothing there: nobody will ever write again.
        if (received == 0 || has_waited)
            return CNetlink_event_closed;
        CNetlink_event event = wait_for_datagram(socket, answer);
        if (event != CNetlink_event_datagram)
            return event;
        has_waited = true;
    }
}
