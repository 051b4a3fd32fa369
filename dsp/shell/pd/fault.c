// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A PD that faults leaves nothing but what is written down here: what happened, where,
 * and which calls were under way, as text for people in the log and in the core dump. Runs
 * on the alternate stack of the thread; takes no lock, as the thread may hold it; reads
 * no pointer that it has not tried.
 */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "contract/mailbox.h"
#include "guest/guest.h"
#include "hvx/hvx_glue.h"
#include "hvx/hvx_packet.h"
#include "hvx/hvx_probe.h"
#include "load/library.h"
#include "load/vectors.h"
#include "os/pages.h"
#include "os/panic.h"
#include "os/syscall.h"
#include "os/thread.h"
#include "pd/call.h"
#include "pd/pd.h"

#define FAULT_SIGILL		4
#define FAULT_SIGTRAP		5
#define FAULT_SIGBUS		7
#define FAULT_SIGFPE		8
#define FAULT_SIGUSR1		10
#define FAULT_SIGSEGV		11

#define FAULT_SA_SIGINFO	4u
#define FAULT_SA_ONSTACK	0x08000000u
#define FAULT_SA_RESTART	0x10000000u
#define FAULT_SEGV_ACCERR	2u
#define FAULT_BACKTRACE_MAX	16u
#define FAULT_TEXT_SIZE		0x4000u
#define FAULT_LOG_HIGH		2	/* as FARF counts */
#define FAULT_TELL_NS		4000000000u
#define FAULT_TRAP_ADDRESS	0xbadc0feeu	/* clang's __builtin_trap() reads from there */
#define FAULT_THUNK_FRAME	6u	/* words: r0 to r3, r30, r31 */
#define FAULT_THUNK_CALL	2u	/* words below it: r31 again, r0 */
#define FAULT_BACK		4u	/* from a return address into the packet of the call */

/* struct ucontext of Hexagon: where the registers are, in words. */
#define FAULT_CONTEXT_R0	6
#define FAULT_CONTEXT_PC	48
/* struct siginfo */
#define FAULT_INFO_CODE		2
#define FAULT_INFO_ADDRESS	3

struct fault_registers {
	uint32_t r[32];
	uint32_t pc;
};

/* The linker's: the text of the shell. */
extern const char __executable_start[], etext[];

#define FAULT_SHELL		((uint32_t)(uintptr_t)__executable_start)

static uint32_t fault_taken;
static int fault_illegal_is_late;
static size_t fault_len;
static struct {
	struct mailbox_upcall head;
	struct mailbox_fault fault;
	char text[FAULT_TEXT_SIZE];
} fault_message;

static void fault_vprint(const char *format, va_list args)
{
	size_t left = FAULT_TEXT_SIZE - fault_len;
	int len = vsnprintf(fault_message.text + fault_len, left, format, args);

	if (len > 0)
		fault_len += (size_t)len < left ? (size_t)len : left - 1;
}

static void __attribute__((format(printf, 1, 2))) fault_print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fault_vprint(format, args);
	va_end(args);
}

static const struct library *fault_library(uint32_t address)
{
	const struct library *library = library_first();

	while (library && address - (uint32_t)(uintptr_t)library->image >= library->total)
		library = library->next;
	return library;
}

/* In code that replaces a packet: that packet. */
static uint32_t fault_origin(uint32_t address)
{
	const struct library *library = library_first();
	uint32_t origin = address;

	for (; library && origin == address; library = library->next)
		origin = vectors_origin(library, address);
	return origin;
}

static int fault_is_shell(uint32_t address)
{
	return address >= FAULT_SHELL && address < (uint32_t)(uintptr_t)etext;
}

/*
 * library+0x1234 (function+0x8) file.c:12, as far as it is known, or the bare number if it
 * lies nowhere.
 * @back: bytes back from the address to what belongs to the function: where a
 * call returns to can be the next function, if the called one never returns.
 */
static void fault_print_place(uint32_t address, uint32_t back)
{
	const struct library *library;
	const char *function = NULL, *file = NULL;
	uint32_t offset = 0, line = 0;

	address = fault_origin(address);
	library = fault_library(address);
	if (library) {
		fault_print("%s+0x%lx", library->name,
			    (unsigned long)(address - (uint32_t)(uintptr_t)library->image +
					    library->low));
		function = library_function(library, address - back, &offset);
		file = lines_find(library, address - back, &line);
	} else if (fault_is_shell(address)) {
		fault_print("shell+0x%lx", (unsigned long)(address - FAULT_SHELL));
		function = symbols_find(address - back, &offset);
	} else {
		fault_print("0x%08lx", (unsigned long)address);
	}
	if (function)
		fault_print(" (%s+0x%lx)", function, (unsigned long)(offset + back));
	if (file)
		fault_print(" %s:%lu", file, (unsigned long)line);
	fault_print("\n");
}

static const char *fault_signal_name(uint32_t signal)
{
	switch (signal) {
	case FAULT_SIGILL:
		return "SIGILL";
	case FAULT_SIGTRAP:
		return "SIGTRAP";
	case PANIC_ABORT:
		return "SIGABRT";
	case FAULT_SIGBUS:
		return "SIGBUS";
	case FAULT_SIGFPE:
		return "SIGFPE";
	case FAULT_SIGSEGV:
		return "SIGSEGV";
	default:
		return "none";
	}
}

static const char *fault_meaning(const struct mailbox_fault *fault)
{
	const struct thread *self = thread_current();
	const struct library *library;
	const char *why;

	if (fault->address / 8 == FAULT_TRAP_ADDRESS / 8)
		return "the code ended itself: a trap, or undefined behaviour that -fsanitize has found";
	switch (fault->signal) {
	case FAULT_SIGILL:
		library = fault_library(fault->pc);
		why = library ? vectors_reason(library, fault->pc) : NULL;
		return why ? why : "an instruction that this processor does not have";
	case FAULT_SIGTRAP:
		return "a trap";
	case FAULT_SIGBUS:
		return "a misaligned access";
	case FAULT_SIGFPE:
		return "an arithmetic fault";
	case FAULT_SIGSEGV:
		if (fault->address == fault->pc)
			return "a jump to where there is no code";
		if (self->own_stack && fault->address < self->stack &&
		    self->stack - fault->address <= PAGES_SIZE)
			return "the stack of the thread is full";
		if (fault->code == FAULT_SEGV_ACCERR)
			return "an access that this memory does not allow";
		return "an access to an address without memory";
	default:
		return "the code ended itself";
	}
}

static const char *fault_function(uint32_t address)
{
	const struct library *library = fault_library(address);
	uint32_t offset;

	if (library)
		return library_function(library, address, &offset);
	return fault_is_shell(address) ? symbols_find(address, &offset) : NULL;
}

/*
 * A function that calls nothing has no frame: r30 is its caller's, and r31 is in
 * its caller. In others r31 is where the last call that it made came back to,
 * which is in the function itself, or what their frame has.
 */
static int fault_is_leaf(const struct fault_registers *registers, uint32_t frame_return)
{
	const char *here = fault_function(registers->pc);

	return registers->r[31] && registers->r[31] != frame_return &&
	       here != fault_function(registers->r[31] - FAULT_BACK);
}

/* Frames are linked by r30: the caller's r30, then the address to go back to. */
static void fault_print_backtrace(const struct fault_registers *registers)
{
	uint32_t frame = registers->r[30];
	unsigned int i = 0;

	fault_print("backtrace %u: ", i++);
	fault_print_place(registers->pc, 0);
	while (i < FAULT_BACKTRACE_MAX && frame && frame % 8 == 0) {
		const uint32_t *words = (const uint32_t *)(uintptr_t)frame;

		if (!syscall_readable(words) || !syscall_readable(words + 1) || !words[1])
			return;
		if (i == 1 && fault_is_leaf(registers, words[1])) {
			fault_print("backtrace %u: ", i++);
			fault_print_place(registers->r[31], FAULT_BACK);
		}
		fault_print("backtrace %u: ", i++);
		fault_print_place(words[1], FAULT_BACK);
		/* Stacks grow down: a caller's frame lies above. */
		if (words[0] <= frame)
			return;
		frame = words[0];
	}
}

static void fault_print_call(const struct thread *thread)
{
	const struct call *call = thread->call;

	if (!call)
		return;
	fault_print("call: thread 0x%lx, %s, method %lu, sc 0x%08lx, %lu arguments\n",
		    (unsigned long)thread->id, call->library,
		    (unsigned long)CALL_METHOD(call->sc), (unsigned long)call->sc,
		    (unsigned long)call->arg_count);
	for (uint32_t i = 0; call->args && i < call->arg_count && i < 16; i++)
		fault_print("argument %lu: thread 0x%lx, 0x%08lx, %lu bytes, %s\n",
			    (unsigned long)i, (unsigned long)thread->id,
			    (unsigned long)call->args[i].va, (unsigned long)call->args[i].len,
			    call->args[i].flags & MAILBOX_ARG_OUT ? "out" : "in");
}

static void fault_print_all(const struct fault_registers *registers)
{
	const struct thread *self = thread_current();

	fault_print("thread: 0x%lx %s, priority %lu, stack 0x%08lx to 0x%08lx\n",
		    (unsigned long)self->id, self->name, (unsigned long)self->priority,
		    (unsigned long)self->stack, (unsigned long)(self->stack + self->stack_size));
	fault_print("pc: ");
	fault_print_place(registers->pc, 0);
	fault_print("lr: ");
	fault_print_place(registers->r[31], FAULT_BACK);
	fault_print_backtrace(registers);
	for (const struct thread *thread = thread_first_locked(); thread; thread = thread->next)
		fault_print_call(thread);
	for (unsigned int i = 0; i < 32; i++)
		fault_print("r%u: 0x%08lx\n", i, (unsigned long)registers->r[i]);
	for (const struct library *library = library_first(); library; library = library->next)
		fault_print("library: %s at 0x%08lx, %lu bytes\n", library->name,
			    (unsigned long)(uintptr_t)library->image,
			    (unsigned long)library->size);
}

/* The first thread that faults tells; others wait here for the end. */
static void fault_begin(uint32_t signal)
{
	if (__atomic_exchange_n(&fault_taken, 1, __ATOMIC_SEQ_CST))
		for (;;)
			syscall_sleep(1000000000u);
	fault_len = 0;
	fault_message.fault.signal = signal;
	fault_message.fault.thread = thread_current()->id;
}

static _Noreturn void fault_finish(const struct fault_registers *registers)
{
	struct mailbox_fault *fault = &fault_message.fault;

	fault->pc = registers->pc;
	fault->lr = registers->r[31];
	fault->sp = registers->r[29];
	fault_print_all(registers);
	fault_message.head.type = MAILBOX_FAULT;
	fault_message.head.len = sizeof(*fault) + fault_len + 1;
	syscall3(SYS_WRITE, MAILBOX_FD_UPCALL, &fault_message,
		 sizeof(fault_message.head) + fault_message.head.len);
	syscall_exit_group(128 + (int)fault->signal);
}

/*
 * Where the fault is. For an illegal instruction qemu-hexagon 11.1 names the packet
 * behind it.
 */
static uint32_t fault_pc(int signal, uint32_t pc)
{
	const uint32_t *packet;

	if (signal != FAULT_SIGILL || !fault_illegal_is_late)
		return fault_origin(pc);
	packet = hvx_packet_before((const uint32_t *)(uintptr_t)pc, syscall_readable);
	return (uint32_t)(uintptr_t)packet;
}

static int fault_is_store(uint32_t pc)
{
	return pc >= (uint32_t)(uintptr_t)hvx_stores_start &&
	       pc < (uint32_t)(uintptr_t)hvx_stores_end;
}

/*
 * A store of a vector that a thunk does has faulted: the registers are as the packet found or
 * left them, but for those that the thunk keeps in its frame. What the thunk calls may call
 * once more, and keeps the way back to the thunk below the frame.
 */
static void fault_leave_thunk(struct fault_registers *registers)
{
	const uint32_t *frame = (const uint32_t *)(uintptr_t)registers->r[29];
	uint32_t back = registers->r[31] - FAULT_BACK;

	if (!fault_is_store(registers->pc) || !syscall_readable(frame - FAULT_THUNK_CALL) ||
	    !syscall_readable(frame + FAULT_THUNK_FRAME))
		return;
	if (fault_is_store(back))
		back = *(frame - FAULT_THUNK_CALL) - FAULT_BACK;
	if (fault_origin(back) == back)
		return;
	registers->pc = fault_origin(back);
	memcpy(registers->r, frame, 4 * sizeof(*frame));
	registers->r[30] = frame[4];
	registers->r[31] = frame[5];
	registers->r[29] += FAULT_THUNK_FRAME * sizeof(*frame);
}

static void fault_handle(int signal, const uint32_t *info, uint32_t *context)
{
	struct mailbox_fault *fault = &fault_message.fault;
	struct fault_registers registers;

	fault_begin((uint32_t)signal);
	fault->pc = fault_pc(signal, context[FAULT_CONTEXT_PC]);
	fault->code = info[FAULT_INFO_CODE];
	fault->address = signal == FAULT_SIGILL ? fault->pc : info[FAULT_INFO_ADDRESS];
	memcpy(registers.r, context + FAULT_CONTEXT_R0, sizeof(registers.r));
	registers.pc = fault->pc;
	fault_leave_thunk(&registers);
	fault->pc = registers.pc;
	fault_print("signal: %s (%d), code %ld: %s\n", fault_signal_name(fault->signal), signal,
		    (long)(int32_t)fault->code, fault_meaning(fault));
	fault_print("address: 0x%08lx\n", (unsigned long)fault->address);
	fault_finish(&registers);
}

/*
 * Where the library called the shell: the first address on the way back that is
 * not in the shell. Called with the frame of a function of the shell.
 */
static void fault_find_caller(struct fault_registers *registers, const uint32_t *frame)
{
	for (unsigned int i = 0; i < FAULT_BACKTRACE_MAX; i++) {
		const uint32_t *next = (const uint32_t *)(uintptr_t)frame[0];

		registers->pc = frame[1] - FAULT_BACK;
		registers->r[29] = (uint32_t)(uintptr_t)(frame + 2);
		registers->r[30] = frame[0];
		if (!fault_is_shell(registers->pc) || (uintptr_t)next % 8 ||
		    !syscall_readable(next) || !syscall_readable(next + 1))
			break;
		frame = next;
	}
}

/* What panic() calls. */
static void fault_panic(uint32_t signal, const char *format, va_list args)
{
	struct fault_registers registers = {0};

	fault_begin(signal);
	fault_print("signal: %s (%lu): ", fault_signal_name(signal), (unsigned long)signal);
	fault_vprint(format, args);
	fault_print("\n");
	fault_find_caller(&registers, __builtin_frame_address(0));
	fault_finish(&registers);
}

/* The thread that is asked where it is, and a futex: 1 once it has said so. */
static struct thread *fault_asked;
static uint32_t fault_told;

static void fault_say_where(int signal, const uint32_t *info, uint32_t *context)
{
	struct fault_registers registers;

	(void)signal;
	(void)info;
	if (fault_taken || fault_asked != thread_current())
		return;
	memcpy(registers.r, context + FAULT_CONTEXT_R0, sizeof(registers.r));
	registers.pc = context[FAULT_CONTEXT_PC];
	fault_leave_thunk(&registers);
	fault_print_backtrace(&registers);
	__atomic_store_n(&fault_told, 1, __ATOMIC_RELEASE);
	syscall_futex_wake(&fault_told, 1);
}

/* What has been printed goes to the log, line by line. */
static void fault_log_text(void)
{
	char *line = fault_message.text;

	while (line < fault_message.text + fault_len) {
		char *end = strchr(line, '\n');

		if (!end)
			break;
		*end = '\0';
		upcall_log(FAULT_LOG_HIGH, "threads", 0, line);
		line = end + 1;
	}
	fault_len = 0;
}

static void fault_ask_locked(struct thread *thread)
{
	uint64_t end = syscall_nanoseconds() + FAULT_TELL_NS;
	static const struct syscall_time pause = {0, 10000000};

	fault_len = 0;
	fault_print("thread: 0x%lx %s, priority %lu\n", (unsigned long)thread->id, thread->name,
		    (unsigned long)thread->priority);
	fault_print_call(thread);
	fault_told = 0;
	fault_asked = thread;
	syscall3(SYS_TGKILL, syscall3(SYS_GETPID, 0, 0, 0), thread->alive, FAULT_SIGUSR1);
	while (!__atomic_load_n(&fault_told, __ATOMIC_ACQUIRE) && syscall_nanoseconds() < end)
		syscall_futex_wait(&fault_told, 0, &pause);
	fault_asked = NULL;
	if (!__atomic_load_n(&fault_told, __ATOMIC_ACQUIRE))
		fault_print("backtrace 0: it does not say\n");
	if (!fault_taken)
		fault_log_text();
}

/**
 * fault_tell_threads() - say in the log where each thread is
 *
 * Workers that wait for a request are left out. A thread that is asked sees no more of it
 * than a signal that restarts what it was doing.
 */
void fault_tell_threads(void)
{
	struct thread *self = thread_current();

	kernel_lock();
	for (struct thread *thread = thread_first_locked(); thread; thread = thread->next) {
		if (thread == self || thread->ended || !thread->alive ||
		    (!thread->entry && !thread->call) ||
		    (thread->entry == self->entry && !thread->call))
			continue;
		fault_ask_locked(thread);
	}
	kernel_unlock();
}

/* The word of fault_try_illegal() and what follows it. */
extern const uint32_t fault_illegal_word[2];

asm(".text\n"
    ".globl fault_try_illegal, fault_illegal_word\n"
    ".type fault_try_illegal, @function\n"
    ".falign\n"
    "fault_try_illegal:\n"
    "fault_illegal_word:\n"
    "	.word 0x6fffdfff\n"
    "	{ jumpr r31 }\n"
    ".size fault_try_illegal, . - fault_try_illegal\n");

void fault_try_illegal(void);

/* The word that may be illegal. */
static const uint32_t *fault_trying;

static void fault_see_illegal(int signal, const uint32_t *info, uint32_t *context)
{
	const uint32_t after = (uint32_t)(uintptr_t)(fault_trying + 1);

	(void)signal;
	(void)info;
	fault_illegal_is_late = context[FAULT_CONTEXT_PC] == after;
	context[FAULT_CONTEXT_PC] = after;
}

static int fault_catch(int signal, uint32_t flags,
		       void (*handler)(int, const uint32_t *, uint32_t *))
{
	const struct {
		void (*handler)(int signal, const uint32_t *info, uint32_t *context);
		uint32_t flags;
		uint32_t mask[2];
	} action = {handler, FAULT_SA_SIGINFO | FAULT_SA_ONSTACK | flags, {0, 0}};

	return syscall6(SYS_RT_SIGACTION, signal, (long)&action, 0, 8, 0, 0) != 0;
}

/**
 * fault_init() - handle faults, and see what the emulator has
 * @may_be_native: what it has of HVX floating point is not translated
 *
 * Each thread has set its alternate stack.
 *
 * Return: 0, or not 0 if the kernel does not let us.
 */
int fault_init(int may_be_native)
{
	static const int signals[] = {
		FAULT_SIGILL, FAULT_SIGTRAP, PANIC_ABORT,
		FAULT_SIGBUS, FAULT_SIGFPE, FAULT_SIGSEGV,
	};

	panic_hook = fault_panic;
	if (fault_catch(FAULT_SIGUSR1, FAULT_SA_RESTART, fault_say_where) ||
	    fault_catch(FAULT_SIGILL, 0, fault_see_illegal))
		return -1;
	fault_trying = fault_illegal_word;
	fault_try_illegal();
	if (may_be_native)
		hvx_probe(&fault_trying);
	for (unsigned int i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (fault_catch(signals[i], 0, fault_handle))
			return -1;
	return 0;
}
