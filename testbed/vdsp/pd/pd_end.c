// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: end of a PD
 *
 * A guest whose PD dies wants to know why. So when the process of a PD has gone without
 * being asked to, a record is written to the start of the memory that the guest gave for
 * the PD: lines "key: value", with a NUL at the end. The guest gets a notice, then
 * everything that the PD has not answered is answered (docs/protocol.md, The end).
 */
#include "pd/pd_end.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/log.h"
#include "fastrpc/domain.h"
#include "fastrpc/farf.h"
#include "fastrpc/notice.h"
#include "fastrpc/process.h"
#include "mem/mem.h"
#include "pd/pd_child.h"
#include "pd/pd_request.h"
#include "pd/pd_upcall.h"

/* A process that was killed goes at once; longer than this it hangs in the kernel. */
#define END_DEATH_MS	2000

#define END_RECORD_MAX	20480

/* Messages that a child may have left in its socket. */
#define END_UPCALLS_MAX	256

#define END_LEVEL_ERROR	3

struct end_record {
	size_t len;
	char text[END_RECORD_MAX];
};

static void __attribute__((format(printf, 2, 3)))
end_say(struct end_record *record, const char *format, ...)
{
	size_t room = sizeof(record->text) - record->len;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(record->text + record->len, room, format, args);
	va_end(args);
	record->len += (size_t)n < room ? (size_t)n : room - 1;
}

static const char *end_signal(int number)
{
	const char *name = sigabbrev_np(number);

	return name ? name : "unknown";
}

/* The shell reports every fault of the code, so this is no end that code can have. */
static bool end_is_emulators(const siginfo_t *info)
{
	if (info->si_code == CLD_EXITED)
		return info->si_status != 0;
	return info->si_status != SIGKILL && info->si_status != SIGSYS;
}

/* What the kernel says of the process. */
static void end_say_status(struct end_record *record, const struct pd_child *child)
{
	siginfo_t info = { 0 };

	if (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT)) {
		end_say(record, "status: unknown\n");
		return;
	}
	if (info.si_code == CLD_EXITED)
		end_say(record, "status: exited with %d\n", info.si_status);
	else
		end_say(record, "status: killed by signal %d (SIG%s)\n", info.si_status,
			end_signal(info.si_status));
	if (end_is_emulators(&info))
		end_say(record, "cause: the emulator has failed, not the code: qemu-hexagon ends at "
			"some instructions that a DSP executes or reports\n");
}

/* The numbers, for a shell that does not put them into words. */
static void end_say_numbers(struct end_record *record, const struct mailbox_fault *fault)
{
	end_say(record, "signal: %u (SIG%s)\ncode: %u\naddress: 0x%08x\nthread: 0x%x\n"
		"pc: 0x%08x\nlr: 0x%08x\nsp: 0x%08x\n", fault->signal,
		end_signal((int)fault->signal), fault->code, fault->address, fault->thread,
		fault->pc, fault->lr, fault->sp);
}

static void end_say_fault(struct end_record *record, struct pd_child *child)
{
	const struct pd_fault *fault = &child->fault;

	end_say(record, "reason: %s\n", fault->head.signal ? "exception" :
		"the code has ended itself");
	if (fault->head.signal && pd_layout_touch(child, fault->head.address))
		end_say(record, "memory: the guest has not mapped it for its DSP\n");
	if (!strstr(fault->text, "signal:"))
		end_say_numbers(record, &fault->head);
	end_say(record, "%s", fault->text);
}

static void end_write_record(struct end_record *record, struct pd_child *child)
{
	const struct process *pd = child->process;

	end_say(record, "dsp: %s\nclient: %d\nname: %.*s\n", child->domain->label,
		pd->client_id, PROCESS_NAME_MAX, pd->name);
	if (child->broken) {
		end_say(record, "reason: broke the rules of the virtual DSP\nrule: %s\n",
			child->broken);
	} else if (child->fault.told) {
		end_say_fault(record, child);
	} else {
		end_say(record, "reason: its process ended and did not say why\n");
		end_say_status(record, child);
	}
}

/* Registers and the like are for the record only. */
static bool end_is_for_log(const char *line)
{
	static const char *const keys[] = {
		"reason:", "rule:", "status:", "cause:", "memory:", "signal:", "address:", "pc:",
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!strncmp(line, keys[i], strlen(keys[i])))
			return true;
	return false;
}

static void end_publish(struct end_record *record, const struct pd_child *child)
{
	const struct process *pd = child->process;
	size_t len = record->len + 1;
	char *rest = record->text, *line;

	if (len > pd->init_size)
		len = (size_t)pd->init_size;
	mem_expect_changes(child->domain->mem);
	mem_write(child->domain->mem, child->domain->stream_base | pd->sid, pd->init_iova,
		  record->text, len);
	while ((line = strsep(&rest, "\n"))) {
		if (!*line)
			continue;
		farf_print(child->domain, pd, child->fault.head.thread, END_LEVEL_ERROR, "pd", 0,
			   line);
		if (end_is_for_log(line))
			log_line("%s: client %d: %s", child->domain->label, pd->client_id, line);
	}
}

/*
 * The guest takes its memory back as soon as the calls of the PD are answered: by then
 * nothing may write to it any more.
 */
static void end_await_death(const struct pd_child *child)
{
	struct pollfd end = { .fd = child->pidfd, .events = POLLIN };

	if (pd_ledger_in_use(&child->ledger) && poll(&end, 1, END_DEATH_MS) != 1)
		log_line("pd: process %d does not end", (int)child->pid);
}

/**
 * pd_detach() - End the child of a PD.
 * @pd: PD, which may have none
 *
 * Nothing of the guest's memory is reached through it afterwards. The calls that wait for
 * it must be answered by the caller.
 */
void pd_detach(struct process *pd)
{
	struct pd_child *child = pd->child;

	if (!child)
		return;
	pd->child = NULL;
	pd_upcall_forget(child);
	pd_request_drop_all(child);
	child->process = NULL;
	child->domain = NULL;
	pd_child_kill(child);
	end_await_death(child);
}

/* The PD goes on, with built-in modules only. */
static void end_before_life(struct pd_child *child)
{
	struct pd_request *waiting = child->waiting;
	struct process *pd = child->process;

	log_line("%s: client %d: its process ended before it was ready", child->domain->label,
		 pd->client_id);
	child->waiting = NULL;
	pd_detach(pd);
	pd_request_lose(waiting);
}

/**
 * pd_end() - The process of a child has gone.
 */
void pd_end(struct pd_child *child)
{
	static struct end_record record;
	struct domain *d = child->domain;
	struct process *pd = child->process;

	for (int i = 0; i < END_UPCALLS_MAX && child->state >= PD_CONFINED &&
	     child->state != PD_KILLED; i++)
		if (!pd_upcall_serve(child))
			break;
	if (!pd || pd->child != child)
		return;
	if (child->state < PD_READY) {
		end_before_life(child);
		return;
	}
	record.len = 0;
	end_write_record(&record, child);
	end_publish(&record, child);
	process_die(d, pd, NOTICE_EXCEPTION);
}
