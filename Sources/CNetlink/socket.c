#include "socket.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

/// Each queued answer is charged 768 bytes or more; libnl's 32 KiB would lose the answers to a batch.
static const int receive_buffer = 212992;

/// The receive length to start with: no dump datagram is longer before a longer receive was seen.
///
/// af_netlink.c: a datagram is at least NLMSG_GOODSIZE, a page but no more than 8 KiB.
static uint32_t shortest_receive_length(void)
{
    long page = sysconf(_SC_PAGESIZE);
    return page >= 8192 ? 8192 : 4096;
}

/// A full batch, 48 KiB and one more message, must fit; libnl's 32 KiB hold it only since the kernel doubles them, and less
/// where net.core.wmem_max is small.
static const int send_buffer = 65536;

static int set_options(int descriptor)
{
    const int on = 1;
    // Without it batches are sent in smaller ones.
    (void)setsockopt(descriptor, SOL_SOCKET, SO_SNDBUFFORCE, &send_buffer, sizeof send_buffer);
    int status = setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &receive_buffer,
                            sizeof receive_buffer);
    // Without CAP_NET_ADMIN there is nothing to write either; net.core.rmem_max is the limit then.
    if (status != 0)
        status = setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receive_buffer,
                            sizeof receive_buffer);
    if (status != 0)
        return -errno;
    // Kernels before 4.3 and 4.12 lack these: refusals are then longer, and without a text.
    (void)setsockopt(descriptor, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
    (void)setsockopt(descriptor, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
    return 0;
}

static CNetlink_socket *_Nullable make_socket(struct nl_sock *_Nullable libnl, int descriptor,
                                              uint32_t port)
{
    CNetlink_socket *socket = malloc(sizeof *socket);
    if (socket == NULL)
        return NULL;
    // The arena is left alone: its pages exist only once something is received.
    memset(socket, 0, offsetof(CNetlink_socket, arena));
    socket->libnl = libnl;
    socket->descriptor = descriptor;
    socket->port = port;
    socket->sequence = 1;
    socket->receive_length = shortest_receive_length();
    return socket;
}

int CNetlink_open_socket(CNetlink_socket *_Nullable *_Nonnull out)
{
    int status = -ENOMEM;
    struct nl_sock *libnl = nl_socket_alloc();

    *out = NULL;
    if (libnl == NULL)
        return status;
    errno = 0;
    if (genl_connect(libnl) != 0) {
        // libnl's own number says less than the failed call's.
        status = errno != 0 ? -errno : -EIO;
        goto failed;
    }
    status = set_options(nl_socket_get_fd(libnl));
    if (status != 0)
        goto failed;
    *out = make_socket(libnl, nl_socket_get_fd(libnl), nl_socket_get_local_port(libnl));
    if (*out != NULL)
        return 0;
    status = -ENOMEM;
failed:
    nl_socket_free(libnl);
    return status;
}

int CNetlink_adopt_socket(int descriptor, uint32_t port, CNetlink_socket *_Nullable *_Nonnull out)
{
    *out = make_socket(NULL, descriptor, port);
    if (*out != NULL)
        return 0;
    (void)close(descriptor);
    return -ENOMEM;
}

void CNetlink_close_socket(CNetlink_socket *_Nonnull socket)
{
    if (socket->libnl != NULL)
        nl_socket_free(socket->libnl);
    else
        (void)close(socket->descriptor);
    free(socket);
}

void CNetlink_trace_datagrams(CNetlink_socket *_Nonnull socket)
{
    socket->is_tracing = true;
}

bool CNetlink_is_usable(const CNetlink_socket *_Nonnull socket)
{
    return !socket->is_spoilt;
}

uint32_t CNetlink_datagram_number(const CNetlink_socket *_Nonnull socket)
{
    return socket->exchange.datagrams;
}

bool CNetlink_has_grown(const CNetlink_socket *_Nonnull socket)
{
    return socket->receive_length == longest_receive_length;
}
