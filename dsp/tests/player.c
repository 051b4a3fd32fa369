// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The process, its requests and their answers. Upcalls are in player_upcall.c.
 */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "player.h"
#include "player_upcall.h"

static _Noreturn void player_die(const char *what)
{
	printf("Bail out! %s: %s\n", what, strerror(errno));
	exit(1);
}

static void *player_memory(const char *name, size_t size, int *fd)
{
	void *memory;

	*fd = memfd_create(name, MFD_CLOEXEC);
	if (*fd < 0 || ftruncate(*fd, (off_t)size))
		player_die(name);
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
	if (memory == MAP_FAILED)
		player_die(name);
	return memory;
}

static const char *player_shell(void)
{
	const char *shell = getenv("QDA_DSP_SHELL");

	return shell ? shell : "build/dsp/shell";
}

/* Why the tests cannot run here, NULL if they can. */
const char *player_missing(void)
{
	if (access(player_shell(), R_OK))
		return "there is no shell: run scripts/build-dsp";
	if (system("qemu-hexagon --version >/dev/null 2>&1"))
		return "there is no qemu-hexagon";
	return NULL;
}

static _Noreturn void player_exec(const int *fds)
{
	int null = open("/dev/null", O_RDWR);
	int safe[4];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* An emulator that fails an assertion says "Bail out!", which is TAP. */
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	/* First out of the way of the numbers that they shall have. */
	for (int i = 0; i < 4; i++)
		safe[i] = fcntl(fds[i], F_DUPFD, 64);
	for (int i = 0; i < 4; i++)
		dup2(safe[i], MAILBOX_FD_RAM + i);
	close_range(MAILBOX_FD_RAM + 4, ~0u, 0);
	execlp("qemu-hexagon", "qemu-hexagon", player_shell(), getenv("QDA_DSP_SHELL_OPTION"),
	       NULL);
	_exit(127);
}

struct player *player_start(const char *folder)
{
	struct player *player = calloc(1, sizeof(*player));
	int requests[2], upcalls[2];
	uint8_t *desk;

	player->ram = player_memory("ram", (size_t)PLAYER_RAM_PAGES * MAILBOX_PAGE_SIZE,
				    &player->ram_fd);
	desk = player_memory("desk", MAILBOX_DESK_SIZE, &player->desk_fd);
	for (uint32_t i = 0; i < MAILBOX_SLOTS; i++)
		player->slots[i] = (struct mailbox_slot *)(desk + i * MAILBOX_SLOT_SIZE);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, requests) ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, upcalls))
		player_die("socketpair");
	player->request = requests[0];
	player->upcall = upcalls[0];
	player->folder = folder;
	player->next_page = 16;
	player->next_map = MAILBOX_VA_MAPS + 0x1000000;
	player->pid = fork();
	if (!player->pid)
		player_exec((int[]){player->ram_fd, requests[1], upcalls[1], player->desk_fd});
	if (player->pid < 0)
		player_die("fork");
	close(requests[1]);
	close(upcalls[1]);
	return player;
}

void player_stop(struct player *player)
{
	if (!player->ended) {
		kill(player->pid, SIGKILL);
		waitpid(player->pid, &player->status, 0);
	}
	close(player->request);
	close(player->upcall);
	close(player->ram_fd);
	close(player->desk_fd);
	munmap(player->ram, (size_t)PLAYER_RAM_PAGES * MAILBOX_PAGE_SIZE);
	munmap(player->slots[0], MAILBOX_DESK_SIZE);
	for (size_t i = 0; i < 16; i++)
		free(player->opened[i]);
	free(player);
}

static long player_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void player_take_answer(struct player *player)
{
	struct mailbox_answer answer;

	if (recv(player->request, &answer, sizeof(answer), 0) != sizeof(answer) ||
	    answer.slot >= MAILBOX_SLOTS)
		return;
	player->answers[answer.slot] = answer;
	player->answered[answer.slot] = true;
}

static bool player_has_more(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* Serve what comes for a while. Return: false if the shell has ended or the time is over. */
static bool player_step(struct player *player, long end)
{
	struct pollfd polls[] = {
		{.fd = player->request, .events = POLLIN},
		{.fd = player->upcall, .events = POLLIN},
	};
	long left = end - player_now_ms();

	if (player->ended || left <= 0 || poll(polls, 2, (int)left) <= 0)
		return false;
	if (polls[1].revents & POLLIN)
		player_upcall(player);
	/* All that was said before an answer comes before it. */
	while (polls[0].revents & POLLIN && player_has_more(player->upcall))
		player_upcall(player);
	if (polls[0].revents & POLLIN)
		player_take_answer(player);
	/* Nothing is left to read, and the writer has gone. */
	if (polls[0].revents & POLLHUP && polls[1].revents & POLLHUP &&
	    !player_has_more(player->request) && !player_has_more(player->upcall)) {
		waitpid(player->pid, &player->status, 0);
		player->ended = true;
	}
	return true;
}

bool player_wait(struct player *player, uint32_t slot, int32_t *result, int timeout_ms)
{
	long end = player_now_ms() + timeout_ms;

	while (!player->answered[slot])
		if (!player_step(player, end))
			return false;
	*result = player->answers[slot].result;
	return true;
}

bool player_wait_end(struct player *player, int timeout_ms)
{
	long end = player_now_ms() + timeout_ms;

	while (!player->ended)
		if (!player_step(player, end))
			return player->ended;
	return true;
}

void player_request(struct player *player, struct mailbox_request request)
{
	player->answered[request.slot] = false;
	request.client = PLAYER_CLIENT;
	request.arch = player->arch;
	/* Whoever waits for the answer sees that a shell has ended. */
	send(player->request, &request, sizeof(request), MSG_NOSIGNAL);
}

/* -1: no answer. */
static int32_t player_ask(struct player *player, struct mailbox_request request)
{
	int32_t result;

	player_request(player, request);
	return player_wait(player, request.slot, &result, PLAYER_TIMEOUT_MS) ? result : -1;
}

int32_t player_open(struct player *player, const char *uri, uint32_t *module)
{
	int32_t result;

	snprintf(player->slots[0]->text, MAILBOX_TEXT_MAX, "%s", uri);
	result = player_ask(player, (struct mailbox_request){.type = MAILBOX_OPEN});
	*module = player->answers[0].value;
	return result;
}

int32_t player_open_name(struct player *player, const char *name, uint32_t *module)
{
	char uri[256];

	snprintf(uri, sizeof(uri), "file:///lib%s_skel.so?%s_skel_handle_invoke&_modver=1.0", name,
		 name);
	return player_open(player, uri, module);
}

/* Why the last open has failed. */
const char *player_text(struct player *player)
{
	return player->slots[0]->text;
}

int32_t player_close(struct player *player, uint32_t module)
{
	return player_ask(player,
			  (struct mailbox_request){.type = MAILBOX_CLOSE, .module = module});
}

/* Pages that do not lie behind each other. */
static uint32_t player_page(struct player *player)
{
	player->next_page += 2;
	if (player->next_page >= PLAYER_RAM_PAGES)
		player->next_page = player->next_page % 2 ? 16 : 17;
	return player->next_page;
}

static uint8_t *player_bytes(struct player *player, uint32_t page)
{
	return player->ram + (size_t)page * MAILBOX_PAGE_SIZE;
}

struct player_call player_call(struct player *player, uint32_t slot, uint32_t module,
			       uint32_t method)
{
	return (struct player_call){
		.player = player,
		.slot = slot,
		.module = module,
		.sc = method << 24,
		.va = MAILBOX_VA_CALLS + slot * MAILBOX_WINDOW_SIZE,
	};
}

/* Pages for one argument, each its own run; a page without memory behind it. */
static uint32_t player_arg(struct player_call *call, uint32_t len, uint32_t offset, uint32_t flags)
{
	struct mailbox_slot *slot = call->player->slots[call->slot];
	struct mailbox_arg *arg = &slot->args[call->arg_count];
	uint32_t pages = (offset + len + MAILBOX_PAGE_SIZE - 1) / MAILBOX_PAGE_SIZE;

	*arg = (struct mailbox_arg){.len = len, .fd = -1, .flags = flags};
	if (len) {
		arg->va = call->va + offset;
		arg->first_run = call->runs;
		arg->run_count = pages;
		for (uint32_t i = 0; i < pages; i++)
			slot->runs[call->runs++] = (struct mailbox_run){
				.page = player_page(call->player),
				.count = 1,
			};
		call->va += (pages + 1) * MAILBOX_PAGE_SIZE;
	}
	return call->arg_count++;
}

/* Copy between memory of ours and the pages of an argument. */
static void player_copy(struct player *player, const struct mailbox_slot *slot, uint32_t index,
			void *data, bool from_guest)
{
	const struct mailbox_arg *arg = &slot->args[index];
	uint32_t at = arg->va % MAILBOX_PAGE_SIZE;

	for (uint32_t done = 0; done < arg->len;) {
		uint32_t page = slot->runs[arg->first_run + at / MAILBOX_PAGE_SIZE].page;
		uint32_t within = at % MAILBOX_PAGE_SIZE;
		uint32_t part = MAILBOX_PAGE_SIZE - within;

		if (part > arg->len - done)
			part = arg->len - done;
		if (page != MAILBOX_HOLE && from_guest)
			memcpy((uint8_t *)data + done, player_bytes(player, page) + within, part);
		else if (page != MAILBOX_HOLE)
			memcpy(player_bytes(player, page) + within, (uint8_t *)data + done, part);
		done += part;
		at += part;
	}
}

uint32_t player_in(struct player_call *call, const void *data, uint32_t len, uint32_t offset)
{
	uint32_t arg = player_arg(call, len, offset, 0);

	call->sc += 1 << 16;
	player_copy(call->player, call->player->slots[call->slot], arg, (void *)data, false);
	return arg;
}

uint32_t player_out(struct player_call *call, uint32_t len, uint32_t offset)
{
	call->sc += 1 << 8;
	return player_arg(call, len, offset, MAILBOX_ARG_WRITE | MAILBOX_ARG_OUT);
}

void player_handle(struct player_call *call, int32_t fd, const void *data, uint32_t len)
{
	struct mailbox_slot *slot = call->player->slots[call->slot];
	uint32_t arg = player_arg(call, len, 0, MAILBOX_ARG_WRITE | MAILBOX_ARG_OUT |
				  MAILBOX_ARG_HANDLE);

	call->sc += 1 << 4;
	slot->args[arg].fd = fd;
	player_copy(call->player, slot, arg, (void *)data, false);
}

/* Take the memory of one page of an argument away. */
void player_hole(struct player_call *call, uint32_t arg, uint32_t page)
{
	struct mailbox_slot *slot = call->player->slots[call->slot];

	slot->runs[slot->args[arg].first_run + page].page = MAILBOX_HOLE;
}

void player_send(struct player_call *call)
{
	player_request(call->player, (struct mailbox_request){
		.type = MAILBOX_INVOKE,
		.slot = call->slot,
		.module = call->module,
		.sc = call->sc,
		.arg_count = call->arg_count,
	});
}

/* -1: no answer. */
int32_t player_invoke(struct player_call *call)
{
	int32_t result;

	player_send(call);
	return player_wait(call->player, call->slot, &result, PLAYER_TIMEOUT_MS) ? result : -1;
}

void player_get(const struct player_call *call, uint32_t arg, void *data)
{
	player_copy(call->player, call->player->slots[call->slot], arg, data, true);
}

uint32_t player_map_by(struct player *player, uint32_t slot, int32_t fd, const void *data,
		       uint32_t len, int32_t *result)
{
	struct player_call call = {.player = player, .slot = slot, .va = player->next_map};

	player_arg(&call, len, 0, MAILBOX_ARG_WRITE);
	player->slots[slot]->args[0].fd = fd;
	player_copy(player, player->slots[slot], 0, (void *)data, false);
	player->next_map = call.va;
	*result = player_ask(player, (struct mailbox_request){.type = MAILBOX_MAP, .slot = slot});
	return player->slots[slot]->args[0].va;
}

uint32_t player_map(struct player *player, int32_t fd, const void *data, uint32_t len,
		    int32_t *result)
{
	return player_map_by(player, 0, fd, data, len, result);
}

int32_t player_unmap_by(struct player *player, uint32_t slot, uint32_t va, uint32_t len)
{
	player->slots[slot]->args[0] = (struct mailbox_arg){.va = va, .len = len, .fd = -1};
	return player_ask(player, (struct mailbox_request){.type = MAILBOX_UNMAP, .slot = slot});
}

int32_t player_unmap(struct player *player, uint32_t va, uint32_t len)
{
	return player_unmap_by(player, 0, va, len);
}
