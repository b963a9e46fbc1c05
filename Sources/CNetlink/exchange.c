#include "socket.h"

#include <errno.h>
#include <string.h>

/// More messages of other exchanges than this end an exchange.
///
/// A few are normal: the late answers to an exchange that timed out. Only a program with
/// CAP_NET_ADMIN can send any.
static const uint32_t stranger_limit = 4096;

/// No event yet: go on reading. Not part of the interface.
static const CNetlink_event no_event = (CNetlink_event)-1;

_Static_assert(sizeof(struct nlmsghdr) == 16, "<linux/netlink.h>");
_Static_assert(sizeof(struct genlmsghdr) == 4, "<linux/genetlink.h>");
_Static_assert(sizeof(struct nlmsgerr) == 20, "<linux/netlink.h>");

/// Writes type, flags, sequence numbers and port into the requests. Returns 0 or -EINVAL.
static int address_requests(CNetlink_socket *_Nonnull socket, uint8_t *_Nonnull messages,
                            size_t length)
{
    const struct exchange *exchange = &socket->exchange;
    uint16_t last_flags = NLM_F_REQUEST | NLM_F_ACK;

    if (exchange->kind == CNetlink_kind_dump)
        last_flags = NLM_F_REQUEST | NLM_F_DUMP;
    for (uint32_t index = 0; index < exchange->count; index++) {
        struct nlmsghdr *header = (struct nlmsghdr *)(void *)messages;
        if (length < NLMSG_HDRLEN + GENL_HDRLEN || header->nlmsg_len > length
            || header->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN
            || header->nlmsg_len % NLMSG_ALIGNTO != 0)
            return -EINVAL;
        header->nlmsg_type = exchange->family;
        header->nlmsg_flags = index + 1 == exchange->count ? last_flags : NLM_F_REQUEST;
        header->nlmsg_seq = exchange->first_sequence + index;
        header->nlmsg_pid = socket->port;
        messages += header->nlmsg_len;
        length -= header->nlmsg_len;
    }
    return length == 0 ? 0 : -EINVAL;
}

static int send_datagram(int descriptor, const uint8_t *_Nonnull bytes, size_t length)
{
    ssize_t sent;

    // A datagram goes as a whole or not at all, and a kernel that was interrupted has not begun.
    do
        sent = send(descriptor, bytes, length, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return -errno;
    return (size_t)sent == length ? 0 : -EIO;
}

int CNetlink_begin_exchange(CNetlink_socket *_Nonnull socket, CNetlink_kind kind, uint16_t family,
                            void *_Nonnull messages, size_t length, size_t count,
                            uint32_t timeout)
{
    if (socket->exchange.is_active)
        return -EBUSY;
    if (count == 0 || count > UINT16_MAX || (kind != CNetlink_kind_batch && count != 1)
        || (uintptr_t)messages % NLMSG_ALIGNTO != 0)
        return -EINVAL;
    socket->exchange = (struct exchange){
        .kind = kind,
        .family = family,
        .first_sequence = socket->sequence,
        .count = (uint32_t)count,
        .timeout = timeout,
        .fault = CNetlink_event_over,
    };
    int status = address_requests(socket, messages, length);
    if (status != 0)
        return status;
    socket->sequence += (uint32_t)count;
    status = send_datagram(socket->descriptor, messages, length);
    if (status != 0)
        return status;
    memset(&socket->window, 0, offsetof(struct window, headers));
    socket->exchange.is_active = true;
    return 0;
}

static CNetlink_event end_exchange(CNetlink_socket *_Nonnull socket, CNetlink_event event,
                                   CNetlink_answer *_Nonnull answer)
{
    struct exchange *exchange = &socket->exchange;
    bool is_dead = event == CNetlink_event_closed || event == CNetlink_event_receive_failed
                   || event == CNetlink_event_flooded;

    exchange->is_active = false;
    // What comes in one piece need not be read twice: let the next dump of this length be one.
    if (exchange->kind == CNetlink_kind_dump && exchange->datagrams > 2
        && socket->receive_length < longest_receive_length)
        socket->receive_length *= 2;
    if (is_dead || (exchange->kind == CNetlink_kind_dump && !exchange->has_ended))
        socket->is_spoilt = true;
    if (exchange->fault == CNetlink_event_over)
        return event;
    *answer = exchange->fault_answer;
    return exchange->fault;
}

static void note_malformation(CNetlink_socket *_Nonnull socket, CNetlink_part part, size_t needed,
                              size_t found)
{
    CNetlink_answer answer = {.part = part, .needed = (uint32_t)needed, .found = (uint32_t)found};
    CNetlink_note_fault(socket, CNetlink_event_malformed, &answer);
}

/// A refusal, or the acknowledgement of a request.
static CNetlink_event take_error(CNetlink_socket *_Nonnull socket,
                                 const struct nlmsghdr *_Nonnull header,
                                 CNetlink_answer *_Nonnull answer)
{
    struct exchange *exchange = &socket->exchange;
    bool is_last = answer->index + 1 == exchange->count;

    if (header->nlmsg_len < NLMSG_HDRLEN + sizeof(struct nlmsgerr)) {
        note_malformation(socket, CNetlink_part_error, NLMSG_HDRLEN + sizeof(struct nlmsgerr),
                          header->nlmsg_len);
        return no_event;
    }
    CNetlink_read_refusal(header, answer);
    if (answer->error == 0) {
        // A dump ends with NLMSG_DONE only; to end it here would pass off nothing as a list.
        if (is_last && exchange->kind != CNetlink_kind_dump)
            exchange->has_ended = true;
        return no_event;
    }
    if (is_last)
        exchange->has_ended = true;
    if (exchange->kind != CNetlink_kind_batch && exchange->fault != CNetlink_event_over)
        return no_event;
    return CNetlink_event_refusal;
}

/// The end of a dump, which may say that it went wrong.
static CNetlink_event take_end(CNetlink_socket *_Nonnull socket,
                               const struct nlmsghdr *_Nonnull header,
                               CNetlink_answer *_Nonnull answer)
{
    struct exchange *exchange = &socket->exchange;

    exchange->has_ended = true;
    if (header->nlmsg_len < NLMSG_HDRLEN + sizeof(int32_t)) {
        note_malformation(socket, CNetlink_part_status, NLMSG_HDRLEN + sizeof(int32_t),
                          header->nlmsg_len);
        return no_event;
    }
    CNetlink_read_end(header, answer);
    if (answer->error != 0 && exchange->fault == CNetlink_event_over)
        return CNetlink_event_refusal;
    if ((header->nlmsg_flags & NLM_F_DUMP_INTR) != 0)
        CNetlink_note_fault(socket, CNetlink_event_dump_interrupted, NULL);
    return no_event;
}

static CNetlink_event take_reply(CNetlink_socket *_Nonnull socket,
                                 const struct nlmsghdr *_Nonnull header,
                                 CNetlink_answer *_Nonnull answer)
{
    const struct exchange *exchange = &socket->exchange;
    const uint8_t *payload = (const uint8_t *)header + NLMSG_HDRLEN;

    if (exchange->kind == CNetlink_kind_dump && (header->nlmsg_flags & NLM_F_DUMP_INTR) != 0)
        CNetlink_note_fault(socket, CNetlink_event_dump_interrupted, NULL);
    if (exchange->fault != CNetlink_event_over)
        return no_event;
    if (header->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN) {
        note_malformation(socket, CNetlink_part_generic_header, NLMSG_HDRLEN + GENL_HDRLEN,
                          header->nlmsg_len);
        return no_event;
    }
    answer->command = payload[offsetof(struct genlmsghdr, cmd)];
    answer->bytes = payload + GENL_HDRLEN;
    answer->length = header->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;
    return CNetlink_event_reply;
}

/// Whether a message answers this exchange.
static bool is_ours(const CNetlink_socket *_Nonnull socket, const struct nlmsghdr *_Nonnull header)
{
    const struct exchange *exchange = &socket->exchange;
    return header->nlmsg_seq - exchange->first_sequence < exchange->count
           && header->nlmsg_pid == socket->port;
}

/// Takes the next message out of the datagram, after checking that it is there.
static const struct nlmsghdr *_Nullable split_message(CNetlink_socket *_Nonnull socket)
{
    struct window *window = &socket->window;
    const struct nlmsghdr *header = (const struct nlmsghdr *)(const void *)window->cursor;
    size_t left = window->left;
    bool has_header = left >= sizeof *header;

    window->left = 0;
    if (window->is_truncated && (!has_header || header->nlmsg_len > left)) {
        // What was cut off does not matter when it was for somebody else.
        CNetlink_answer answer = {.needed = window->full_length, .found = (uint32_t)(
            window->cursor - (const uint8_t *)window->vectors[window->next - 1].iov_base + left)};
        if (has_header && !is_ours(socket, header))
            socket->exchange.strangers++;
        else
            CNetlink_note_fault(socket, CNetlink_event_truncated, &answer);
        return NULL;
    }
    if (!has_header || header->nlmsg_len < sizeof *header) {
        note_malformation(socket, CNetlink_part_header, sizeof *header,
                          has_header ? header->nlmsg_len : left);
        return NULL;
    }
    if (header->nlmsg_len > left) {
        note_malformation(socket, CNetlink_part_message, header->nlmsg_len, left);
        return NULL;
    }
    size_t space = NLMSG_ALIGN((size_t)header->nlmsg_len);
    if (space < left) {
        window->cursor += space;
        window->left = left - space;
    }
    return header;
}

static CNetlink_event take_message(CNetlink_socket *_Nonnull socket,
                                   CNetlink_answer *_Nonnull answer)
{
    struct exchange *exchange = &socket->exchange;
    const struct nlmsghdr *header = split_message(socket);

    if (header == NULL)
        return no_event;
    if (!is_ours(socket, header)) {
        exchange->strangers++;
        return no_event;
    }
    answer->index = header->nlmsg_seq - exchange->first_sequence;
    exchange->deadline = 0;
    if (header->nlmsg_type == NLMSG_ERROR)
        return take_error(socket, header, answer);
    if (header->nlmsg_type == NLMSG_DONE && exchange->kind == CNetlink_kind_dump)
        return take_end(socket, header, answer);
    if (header->nlmsg_type == NLMSG_OVERRUN)
        CNetlink_note_fault(socket, CNetlink_event_replies_lost, NULL);
    else if (header->nlmsg_type == exchange->family)
        return take_reply(socket, header, answer);
    else if (header->nlmsg_type != NLMSG_NOOP)
        exchange->strangers++;
    return no_event;
}

/// Begins with the next datagram that was read.
static CNetlink_event take_datagram(CNetlink_socket *_Nonnull socket,
                                    CNetlink_answer *_Nonnull answer)
{
    struct window *window = &socket->window;
    const struct mmsghdr *header = &window->headers[window->next];
    const struct sockaddr_nl *sender = &window->senders[window->next];
    const struct iovec *vector = &window->vectors[window->next];

    window->next++;
    socket->exchange.datagrams++;
    if (header->msg_len == 0)
        return end_exchange(socket, CNetlink_event_closed, answer);
    if (sender->nl_family == AF_NETLINK && sender->nl_pid != 0) {
        socket->exchange.strangers++;
        return no_event;
    }
    window->full_length = header->msg_len;
    window->is_truncated = (header->msg_hdr.msg_flags & MSG_TRUNC) != 0;
    window->cursor = vector->iov_base;
    window->left = header->msg_len < vector->iov_len ? header->msg_len : vector->iov_len;
    if (window->is_truncated)
        socket->receive_length = longest_receive_length;
    if (!socket->is_tracing)
        return no_event;
    answer->bytes = window->cursor;
    answer->length = window->left;
    return CNetlink_event_datagram;
}

CNetlink_event CNetlink_next_event(CNetlink_socket *_Nonnull socket,
                                   CNetlink_answer *_Nonnull answer)
{
    const struct exchange *exchange = &socket->exchange;
    const struct window *window = &socket->window;
    CNetlink_event event = no_event;

    if (!exchange->is_active) {
        *answer = (CNetlink_answer){.bytes = NULL};
        return CNetlink_event_over;
    }
    while (event == no_event) {
        *answer = (CNetlink_answer){.bytes = NULL};
        if (exchange->has_ended)
            return end_exchange(socket, CNetlink_event_over, answer);
        if (exchange->strangers > stranger_limit)
            return end_exchange(socket, CNetlink_event_flooded, answer);
        if (window->left > 0) {
            event = take_message(socket, answer);
        } else if (window->next < window->count) {
            event = take_datagram(socket, answer);
        } else {
            CNetlink_event received = CNetlink_receive_window(socket, answer);
            if (received != CNetlink_event_datagram)
                return end_exchange(socket, received, answer);
        }
    }
    return event;
}
