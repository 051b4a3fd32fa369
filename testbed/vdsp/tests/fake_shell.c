// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * See fake_shell.h. It uses no library that opens files or allocates behind its back.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fake_shell.h"

static uint8_t *shell_desk;
static struct mailbox_request shell_deferred[MAILBOX_CALLS];
static unsigned int shell_deferred_count;
static uint32_t shell_stood;

static struct mailbox_slot *shell_slot(uint32_t slot)
{
	return (struct mailbox_slot *)(shell_desk + (size_t)slot * MAILBOX_SLOT_SIZE);
}

static void shell_answer(uint32_t slot, int32_t result, uint32_t value)
{
	const struct mailbox_answer answer = { .slot = slot, .result = result, .value = value };

	if (send(MAILBOX_FD_REQUEST, &answer, sizeof(answer), MSG_NOSIGNAL) < 0)
		_exit(3);
}

static void shell_upcall(uint32_t type, uint32_t handle, uint32_t sc, const void *bytes,
			 uint32_t len)
{
	static uint8_t message[MAILBOX_MESSAGE_MAX];
	const struct mailbox_upcall head = {
		.type = type, .handle = handle, .sc = sc, .len = len,
	};

	memcpy(message, &head, sizeof(head));
	memcpy(message + sizeof(head), bytes, len);
	if (send(MAILBOX_FD_UPCALL, message, sizeof(head) + len, MSG_NOSIGNAL) < 0)
		_exit(4);
}

/* Each run with one mmap, as the real shell does it. Return: 0 or an errno. */
static int shell_map(const struct mailbox_slot *slot, const struct mailbox_arg *arg, int prot)
{
	uintptr_t va = arg->va & ~(MAILBOX_PAGE_SIZE - 1);

	for (uint32_t i = 0; i < arg->run_count; i++) {
		const struct mailbox_run *run = &slot->runs[arg->first_run + i];
		size_t len = (size_t)run->count * MAILBOX_PAGE_SIZE;

		if (run->page != MAILBOX_HOLE &&
		    mmap((void *)va, len, prot, MAP_SHARED | MAP_FIXED, MAILBOX_FD_RAM,
			 (off_t)run->page * MAILBOX_PAGE_SIZE) == MAP_FAILED)
			return errno;
		va += len;
	}
	return 0;
}

/* As the emulator does it; every other time as it would without reserved addresses. */
static void shell_unmap(const struct mailbox_arg *arg)
{
	static bool other;
	uintptr_t va = arg->va & ~(MAILBOX_PAGE_SIZE - 1);
	size_t len = (arg->va % MAILBOX_PAGE_SIZE + arg->len + MAILBOX_PAGE_SIZE - 1) &
		     ~(size_t)(MAILBOX_PAGE_SIZE - 1);

	other = !other;
	if (!arg->len)
		return;
	if (other)
		munmap((void *)va, len);
	else
		mmap((void *)va, len, PROT_NONE,
		     MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

static int shell_map_all(const struct mailbox_request *r)
{
	const struct mailbox_slot *slot = shell_slot(r->slot);
	int ret = 0;

	for (uint32_t i = 0; !ret && i < r->arg_count; i++)
		ret = shell_map(slot, &slot->args[i], slot->args[i].flags & MAILBOX_ARG_WRITE ?
				PROT_READ | PROT_WRITE : PROT_READ);
	return ret;
}

static void shell_unmap_all(const struct mailbox_request *r)
{
	for (uint32_t i = 0; i < r->arg_count; i++)
		shell_unmap(&shell_slot(r->slot)->args[i]);
}

/* First output, or NULL. */
static void *shell_out(const struct mailbox_request *r)
{
	uint32_t in = r->sc >> 16 & 0xff;

	return r->sc >> 8 & 0xff ? (void *)(uintptr_t)shell_slot(r->slot)->args[in].va : NULL;
}

static int32_t shell_copy(const struct mailbox_request *r)
{
	const struct mailbox_arg *in = &shell_slot(r->slot)->args[0];
	const uint8_t *from = (const uint8_t *)(uintptr_t)in->va;
	uint8_t *to = shell_out(r);

	for (uint32_t i = 0; i < in->len; i++)
		to[i] = from[i] ^ 0x5a;
	return 0;
}

static void *shell_copy_thread(void *context)
{
	shell_map_all(context);
	shell_copy(context);
	return NULL;
}

/* pause() is not for a child. */
static void shell_wait(void)
{
	for (;;)
		sleep(1);
}

static void *shell_race_thread(void *context)
{
	const struct mailbox_request *r = context;
	const struct mailbox_slot *slot = shell_slot(r->slot);

	for (int i = 0; i < 300; i++) {
		shell_map(slot, &slot->args[0], PROT_READ);
		shell_unmap(&slot->args[0]);
	}
	return NULL;
}

/* Who wins does not matter, but in the end the memory is unmapped. */
static int32_t shell_race(const struct mailbox_request *r)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		if (pthread_create(&threads[i], NULL, shell_race_thread, (void *)r))
			return 1;
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	return 0;
}

static void shell_fault(uint32_t address)
{
	struct {
		struct mailbox_fault head;
		char text[64];
	} fault = {
		.head = { .signal = SIGSEGV, .code = 1, .address = address, .pc = 0x1234,
			  .thread = 7 },
		.text = "pc: 0x1234 libfake.so fake_fault+0x4\nr0: 0x1",
	};

	shell_upcall(MAILBOX_FAULT, 0, 0, &fault, sizeof(fault));
	shell_wait();
}

static void shell_log(void)
{
	static const char text[] = "fake.c\0a line of the fake shell";
	struct {
		struct mailbox_log head;
		char text[sizeof(text)];
	} log = { .head = { .level = 2, .thread = 7, .line = 42 } };

	memcpy(log.text, text, sizeof(text));
	shell_upcall(MAILBOX_LOG, 0, 0, &log, sizeof(log.head) + sizeof(text));
}

/* One input of four bytes, room for four: packed as on the wire. */
static void shell_ask(void)
{
	static const uint32_t in[] = { 4, 0, 0x11223344, 4 };

	shell_upcall(MAILBOX_REVERSE, FAKE_REVERSE_HANDLE, FAKE_REVERSE_SC, in, sizeof(in));
}

static void shell_reverse(uint32_t *out)
{
	struct {
		struct mailbox_return head;
		uint32_t words[64];
	} answer = { 0 };

	shell_ask();
	if (recv(MAILBOX_FD_UPCALL, &answer, sizeof(answer), 0) < (ssize_t)sizeof(answer.head))
		_exit(5);
	out[0] = (uint32_t)answer.head.result;
	out[1] = answer.head.len;
	out[2] = answer.words[2];
}

static uint64_t shell_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void shell_noise(uint64_t seed)
{
	uint64_t state = seed * 0x9e3779b97f4a7c15ull + 1;

	for (int i = 0; i < 64; i++) {
		uint32_t message[64];
		size_t len = sizeof(message);

		for (int k = 0; k < 64; k++)
			message[k] = (uint32_t)(shell_random(&state) %
						(shell_random(&state) % 3 ? 9 : 1ull << 32));
		/* Mostly as long as it says, so that the content counts. */
		if (shell_random(&state) % 4) {
			len = 16 + shell_random(&state) % 200;
			message[3] = (uint32_t)len - 16;
		}
		if (shell_random(&state) % 8 == 0)
			len = shell_random(&state) % sizeof(message);
		send(shell_random(&state) % 4 ? MAILBOX_FD_UPCALL : MAILBOX_FD_REQUEST, message,
		     len, MSG_NOSIGNAL | MSG_DONTWAIT);
	}
}

static void shell_flood(void)
{
	for (;;)
		shell_log();
}

static void shell_compat(void)
{
#ifdef __x86_64__
	long ret;

	/* getpid() of 32-bit code. */
	__asm__ volatile("int $0x80" : "=a"(ret) : "a"(20L) : "memory");
#endif
}

static void shell_defer(const struct mailbox_request *r)
{
	shell_deferred[shell_deferred_count++] = *r;
}

static void shell_flush(void)
{
	for (unsigned int i = 0; i < shell_deferred_count; i++) {
		shell_copy(&shell_deferred[i]);
		shell_unmap_all(&shell_deferred[i]);
		shell_answer(shell_deferred[i].slot, 0, 0);
	}
	shell_deferred_count = 0;
}

static void shell_fault_behind(const struct mailbox_arg *arg)
{
	shell_fault((arg->va + arg->len + MAILBOX_PAGE_SIZE - 1) & ~(MAILBOX_PAGE_SIZE - 1));
}

/* What breaks the rules, or does not return. */
static void shell_misbehave(const struct mailbox_request *r)
{
	switch (r->sc >> 24 & 0x1f) {
	case FAKE_FAULT:
		shell_fault(shell_slot(r->slot)->args[0].va);
		break;
	case FAKE_FAULT_BEHIND:
		shell_fault_behind(&shell_slot(r->slot)->args[0]);
		break;
	case FAKE_LOOP:
		for (;;)
			;
	case FAKE_ABORT:
		abort();
	case FAKE_WRONG_SLOT:
		shell_answer(r->slot + 1, 0, 0);
		break;
	case FAKE_SHORT:
		send(MAILBOX_FD_REQUEST, r, 12, MSG_NOSIGNAL);
		break;
	case FAKE_REVERSE_TWICE:
		shell_ask();
		shell_ask();
		shell_wait();
		break;
	case FAKE_UNKNOWN:
		shell_upcall(99, 0, 0, r, sizeof(*r));
		break;
	case FAKE_READY:
		shell_upcall(MAILBOX_READY, 0, 0, r, 0);
		break;
	case FAKE_CLOSE:
		close(MAILBOX_FD_REQUEST);
		close(MAILBOX_FD_UPCALL);
		shell_wait();
		break;
	case FAKE_COMPAT:
		shell_compat();
		break;
	case FAKE_FLOOD:
		shell_flood();
		break;
	}
}

static int32_t shell_write_input(const struct mailbox_request *r)
{
	const struct mailbox_slot *slot = shell_slot(r->slot);

	shell_unmap(&slot->args[0]);
	*(int32_t *)shell_out(r) = shell_map(slot, &slot->args[0], PROT_READ | PROT_WRITE);
	return 0;
}

static int32_t shell_serve(const struct mailbox_request *r)
{
	const struct mailbox_slot *slot = shell_slot(r->slot);
	const uint32_t *in = (const uint32_t *)(uintptr_t)slot->args[0].va;
	pthread_t thread;

	switch (r->sc >> 24 & 0x1f) {
	case FAKE_COPY:
		return shell_copy(r);
	case FAKE_KEEP:
		return 0;
	case FAKE_ATTACK:
		*(uint64_t *)shell_out(r) = fake_attack(slot);
		return 0;
	case FAKE_LOG:
		shell_log();
		return 0;
	case FAKE_REVERSE:
		shell_reverse(shell_out(r));
		return 0;
	case FAKE_THREAD:
		shell_unmap_all(r);
		if (pthread_create(&thread, NULL, shell_copy_thread, (void *)r))
			return 1;
		pthread_join(thread, NULL);
		return 0;
	case FAKE_RACE:
		return shell_race(r);
	case FAKE_NOISE:
		shell_noise(*in);
		return 0;
	case FAKE_PEEK:
		*(uint32_t *)shell_out(r) = *(uint32_t *)(uintptr_t)*in;
		return 0;
	case FAKE_CLIENT:
		*(int32_t *)shell_out(r) = r->client;
		return 0;
	case FAKE_STOOD:
		*(uint32_t *)shell_out(r) = shell_stood;
		return 0;
	case FAKE_WRITE_INPUT:
		return shell_write_input(r);
	default:
		shell_misbehave(r);
		return 1;
	}
}

static void shell_invoke(const struct mailbox_request *r)
{
	uint32_t method = r->sc >> 24 & 0x1f;
	int32_t result;

	if (shell_map_all(r))
		_exit(6);
	if (method == FAKE_DEFER || method == FAKE_FLUSH) {
		shell_defer(r);
		if (method == FAKE_FLUSH)
			shell_flush();
		return;
	}
	result = shell_serve(r);
	if (method != FAKE_KEEP)
		shell_unmap_all(r);
	shell_answer(r->slot, result, 0);
}

static void shell_open(const struct mailbox_request *r)
{
	char *text = shell_slot(r->slot)->text;

	if (strstr(text, "none")) {
		strcpy(text, "looked for it everywhere");
		shell_answer(r->slot, (int32_t)0x80000427u, 0);
	} else if (strstr(text, "broken")) {
		strcpy(text, "not a library");
		shell_answer(r->slot, (int32_t)0x80000401u, 0);
	} else {
		shell_answer(r->slot, 0, 0x55);
	}
}

static void shell_run(const struct mailbox_request *r)
{
	struct mailbox_slot *slot = shell_slot(r->slot);

	switch (r->type) {
	case MAILBOX_OPEN:
		shell_open(r);
		break;
	case MAILBOX_CLOSE:
		shell_answer(r->slot, r->module == 0x55 ? 0 : 1, 0);
		break;
	case MAILBOX_INVOKE:
		shell_invoke(r);
		break;
	case MAILBOX_MAP:
		/* The tag 666 is refused. */
		if (slot->args[0].fd == 666)
			shell_answer(r->slot, (int32_t)0x80000402u, 0);
		else
			shell_answer(r->slot, shell_map_all(r), 0);
		if (shell_deferred_count == MAILBOX_CALLS)
			shell_flush();
		break;
	case MAILBOX_STAND:
		shell_stood++;
		shell_answer(r->slot, 0, 0);
		break;
	case MAILBOX_UNMAP:
		/* The tag 667 stays. */
		if (slot->args[0].fd != 667)
			shell_unmap_all(r);
		shell_answer(r->slot, 0, 0);
		break;
	}
}

/* Nothing but the four descriptors, and no environment. */
static bool shell_is_alone(void)
{
	for (int fd = 0; fd < 1024; fd++)
		if ((fcntl(fd, F_GETFD) >= 0) != (fd >= MAILBOX_FD_RAM && fd <= MAILBOX_FD_DESK))
			return false;
	return !environ || !*environ;
}

/* The emulator was the only program to be run, also before it is ready. */
static bool shell_is_last(void)
{
	return syscall(__NR_execveat, -1, "", NULL, NULL, AT_EMPTY_PATH) < 0 && errno == EACCES;
}

int main(int argc, char **argv)
{
	struct mailbox_request r;
	char byte;
	int fd;

	shell_desk = mmap(NULL, MAILBOX_DESK_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			  MAILBOX_FD_DESK, 0);
	if (argc != 2 || shell_desk == MAP_FAILED || !shell_is_alone() || !shell_is_last())
		return 1;
	/* As the emulator reads the shell. */
	fd = open(argv[1], O_RDONLY);
	if (fd < 0 || read(fd, &byte, 1) != 1)
		return 2;
	close(fd);
	shell_upcall(MAILBOX_READY, 0, 0, &byte, 0);
	while (recv(MAILBOX_FD_REQUEST, &r, sizeof(r), 0) == sizeof(r))
		shell_run(&r);
	return 0;
}
