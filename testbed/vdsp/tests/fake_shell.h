/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TESTS_FAKE_SHELL_H
#define VDSP_TESTS_FAKE_SHELL_H

#include <stdint.h>

#include "contract/mailbox.h"

/*
 * A native program in the place of the emulator: it speaks the mailbox protocol, and does
 * with a call what its method number says. Libraries whose name holds "none" are not there,
 * those with "broken" cannot be opened.
 */
enum fake_method {
	FAKE_COPY = 2,		/* in 0 to out 0, each byte XOR 0x5a */
	FAKE_FAULT,		/* a fault at the first byte of argument 0 */
	FAKE_KEEP,		/* leave the memory mapped */
	FAKE_LOOP,		/* for ever */
	FAKE_ABORT,		/* end by SIGABRT, without a word */
	FAKE_ATTACK,		/* out 0: u64 mask of what it should not have been able to do */
	FAKE_WRONG_SLOT,	/* answer another request */
	FAKE_SHORT,		/* answer with too few bytes */
	FAKE_LOG,		/* print a line */
	FAKE_REVERSE,		/* call the guest; out 0: what came back */
	FAKE_REVERSE_TWICE,	/* ... without waiting for the answer */
	FAKE_UNKNOWN,		/* an upcall that is none */
	FAKE_READY,		/* be ready once more */
	FAKE_CLOSE,		/* close the sockets, live on */
	FAKE_DEFER,		/* wait until there are eight of these, or for FAKE_FLUSH */
	FAKE_FLUSH,
	FAKE_THREAD,		/* do FAKE_COPY in another thread, which ends */
	FAKE_NOISE,		/* random messages on both sockets; out of in 0: the seed */
	FAKE_COMPAT,		/* a system call as other machines make it */
	FAKE_PEEK,		/* in 0: a DSP address; out 0: the word there, which is mapped */
	FAKE_WRITE_INPUT,	/* out 0: errno of mapping the input for writing */
	FAKE_RACE,		/* threads map and unmap the input at the same time */
	FAKE_FLOOD,		/* upcalls without end, no answer read */
	FAKE_FAULT_BEHIND,	/* a fault at the first page behind argument 0 */
	FAKE_CLIENT,		/* out 0: the client that the request names */
	FAKE_STOOD,		/* out 0: how often it was asked where its threads are */
};

/* What FAKE_REVERSE asks for. */
#define FAKE_REVERSE_HANDLE	0x77u
#define FAKE_REVERSE_SC		0x05010100u

uint64_t fake_attack(const struct mailbox_slot *slot);

#endif /* VDSP_TESTS_FAKE_SHELL_H */
