// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The library on the real driver: arguments of all sizes, its thread, buffers that it
 * shares, banks that it waits for, options, and calls that no thread waits for.
 */
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/board.h"
#include "qda.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

#define CLIENT_LIMIT_NS	INT64_C(20000000000)
#define CLIENT_KILLS	20
#define CLIENT_BANKS_MAX	256
#define CLIENT_SHARED	(1u << 20)
#define CLIENT_BATCH	16
#define CLIENT_PUSHES	200

/* Methods of the DSP's modules. */
#define CLIENT_ECHO		3
#define CLIENT_COUNT		5
#define CLIENT_CHECKSUM		7

struct client {
	struct qda_device *dev;
	struct qda_session *session;
	struct qda_module *module;
};

static void client_open(struct client *c, const char *module)
{
	T_OK(qda_device_wait("cdsp", CLIENT_LIMIT_NS * t_slowdown(), &c->dev));
	T_OK(qda_session_create(c->dev, QDA_SESSION_UNSIGNED, &c->session, NULL));
	T_OK(qda_module_open(c->session, module, &c->module, NULL, NULL, 0));
}

static void client_close(struct client *c)
{
	T_OK(qda_module_close(c->module));
	T_OK(qda_session_close(c->session));
	qda_device_close(c->dev);
}

static int client_call(struct client *c, uint32_t method, const struct qda_arg *args,
		       unsigned int count)
{
	return qda_module_call(c->module, method, args, count,
			       CLIENT_LIMIT_NS * t_slowdown(), NULL);
}

/* Threads of this process. */
static int client_threads(void)
{
	DIR *dir = opendir("/proc/self/task");
	int count = -2;

	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

/* A thread that was joined is still listed for a moment. */
static int client_threads_become(int count)
{
	for (int i = 0; i < 1000 && client_threads() != count; i++)
		t_sleep_ms(10);
	return client_threads() == count;
}

/* Situation: bytes there and back, from one to more than the kernel copies.
 * Expectation: the same bytes, each time.
 */
T_CASE(client_sizes, "sizes")
{
	static const size_t sizes[] = {
		1, 128, 4096, 16384, 16385, 32640, 32768, 32769, 65536, 100001, 3 << 20, 7,
	};
	uint8_t *in = malloc(3 << 20), *out = malloc(3 << 20);
	struct client c;

	client_open(&c, "echo");
	for (size_t i = 0; i < T_ARRAY(sizes); i++) {
		const struct qda_arg args[] = {
			qda_arg_in(in, sizes[i]), qda_arg_out(out, sizes[i]),
		};

		t_note("%zu bytes", sizes[i]);
		for (size_t at = 0; at < sizes[i]; at++)
			in[at] = (uint8_t)(at * 31 + i + (at >> 9));
		memset(out, 0, sizes[i]);
		T_OK(client_call(&c, CLIENT_ECHO, args, 2));
		T_CHECK(!memcmp(in, out, sizes[i]));
	}
	free(in);
	free(out);
	client_close(&c);
}

/* Situation: as many inputs as a call can have, most too much for the kernel to copy.
 * Expectation: the DSP reads the same bytes as from one input.
 */
T_CASE(client_many, "many-inputs")
{
	static uint8_t bytes[255 * 200];
	struct qda_arg args[256];
	uint64_t one = 0, many = 1;
	struct client c;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i ^ i >> 8);
	client_open(&c, "selftest");
	args[0] = qda_arg_in(bytes, sizeof(bytes));
	args[1] = qda_arg_out(&one, sizeof(one));
	T_OK(client_call(&c, CLIENT_CHECKSUM, args, 2));
	for (unsigned int i = 0; i < 255; i++)
		args[i] = qda_arg_in(bytes + 200 * i, 200);
	args[255] = qda_arg_out(&many, sizeof(many));
	T_OK(client_call(&c, CLIENT_CHECKSUM, args, 256));
	T_CHECK(one == many);
	client_close(&c);
}

/* Situation: sessions that open a module and are closed, one after the other.
 * Expectation: each has one thread while it is open; the DSP's process goes too.
 */
T_CASE(client_thread, "thread")
{
	struct client c;

	for (int i = 0; i < 20; i++) {
		T_CHECK(client_threads_become(1));
		client_open(&c, "echo");
		T_EQ(client_threads(), 2);
		client_close(&c);
	}
	T_CHECK(client_threads_become(1));
	board_stat_wait("processes", 0);
}

/* Situation: a device is closed whose session is open, with its thread.
 * Expectation: the session ends with it.
 */
T_CASE(client_device_close, "close-device")
{
	struct client c;

	client_open(&c, "echo");
	T_OK(qda_module_close(c.module));
	qda_device_close(c.dev);
	T_CHECK(client_threads_become(1));
	T_CHECK(watch_counters_zero(10000));
	board_stat_wait("processes", 0);
}

/* Situation: programs are killed whose thread waits in the driver.
 * Expectation: nothing is left of them.
 */
T_CASE(client_killed, "killed", .seconds = 60)
{
	struct client c;

	for (int i = 0; i < CLIENT_KILLS; i++) {
		int pipes[2], status;
		char ready;
		pid_t pid;

		T_SYS(pipe(pipes));
		T_OK(pid = fork());
		if (!pid) {
			client_open(&c, "echo");
			T_EQ(write(pipes[1], "", 1), 1);
			pause();
		}
		close(pipes[1]);
		T_EQ(read(pipes[0], &ready, 1), 1);
		close(pipes[0]);
		T_SYS(kill(pid, SIGKILL));
		T_EQ(waitpid(pid, &status, 0), pid);
	}
	T_CHECK(watch_counters_zero(10000));
	board_stat_wait("processes", 0);
	client_open(&c, "echo");
	client_close(&c);
}

/* Situation: the DSP stops under an open session, and starts again.
 * Expectation: calls and the closing say so, the thread ends, and a new session works.
 */
T_CASE(client_restart, "dsp-restarts", .log = board_log_restart)
{
	uint32_t count = 0;
	const struct qda_arg arg = qda_arg_out(&count, sizeof(count));
	struct client c;

	client_open(&c, "selftest");
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
	T_ERR(client_call(&c, CLIENT_COUNT, &arg, 1), -ENODEV);
	T_ERR(qda_module_close(c.module), -ENODEV);
	T_ERR(qda_session_close(c.session), -ENODEV);
	T_CHECK(client_threads_become(1));
	qda_device_close(c.dev);
	T_OK(board_dsp_write("start"));
	client_open(&c, "selftest");
	T_OK(client_call(&c, CLIENT_COUNT, &arg, 1));
	T_EQ(count, 1);
	client_close(&c);
	board_dsp_wait("running");
}

/* Situation: a module that does not exist.
 * Expectation: the text names its file, the folders and the remedy.
 */
T_CASE(client_missing, "missing-module")
{
	char text[QDA_TEXT_SIZE] = "";
	struct qda_module *module;
	int32_t result = 0;
	struct client c;

	client_open(&c, "echo");
	T_OK(qda_session_set_path(c.session, "/one:/two"));
	T_ERR(qda_module_open(c.session, "nowhere", &module, &result, text, sizeof(text)),
	      -EREMOTEIO);
	t_note("%s", text);
	T_CHECK(result);
	T_CHECK(strstr(text, "libnowhere_skel.so in /one, /two, "));
	T_CHECK(strstr(text, "/usr/lib/dsp/cdsp, /usr/lib/dsp: put it there"));
	T_CHECK(!qda_module_path(c.module));
	client_close(&c);
}

/* ----------------------------------------------------- wait for a bank -- */

/**
 * struct client_banks - all sessions that there are, and a thread that closes one
 */
struct client_banks {
	struct qda_device *dev;
	struct qda_session *sessions[CLIENT_BANKS_MAX];
	unsigned int count;
	pthread_t thread;
};

static void client_take_banks(struct client_banks *b)
{
	int ret;

	T_OK(qda_device_wait("cdsp", CLIENT_LIMIT_NS * t_slowdown(), &b->dev));
	b->count = 0;
	while (!(ret = qda_session_create(b->dev, QDA_SESSION_UNSIGNED,
					  &b->sessions[b->count], NULL)))
		T_CHECK(++b->count < CLIENT_BANKS_MAX);
	t_status(ret, -EUSERS);
}

static void *client_give_bank(void *data)
{
	struct client_banks *b = data;

	t_sleep_ms(200);
	T_OK(qda_session_close(b->sessions[--b->count]));
	return NULL;
}

/* Situation: no bank is free; one becomes so while the session is opened.
 * Expectation: EUSERS when the limit has passed; with time enough, a session.
 */
T_CASE(client_wait, "wait-for-bank")
{
	struct qda_session *session;
	struct client_banks b;

	client_take_banks(&b);
	T_OK(qda_device_set_bank_wait(b.dev, 50000000));
	T_ERR(qda_session_create(b.dev, QDA_SESSION_UNSIGNED, &session, NULL), -EUSERS);
	T_ERR(qda_session_attach(b.dev, QDA_SESSION_ROOT, &session, NULL), -EUSERS);
	T_OK(qda_device_set_bank_wait(b.dev, 0));
	T_EQ(pthread_create(&b.thread, NULL, client_give_bank, &b), 0);
	T_OK(qda_session_create(b.dev, QDA_SESSION_UNSIGNED, &session, NULL));
	T_EQ(pthread_join(b.thread, NULL), 0);
	qda_device_close(b.dev);
}

static void client_handler(int signal)
{
	(void)signal;
}

/* Situation: a handler runs again and again while a session waits without a limit.
 * Expectation: the wait ends with EINTR.
 */
T_CASE(client_wait_interrupted, "wait-interrupted")
{
	const struct itimerval often = { { 0, 20000 }, { 0, 20000 } };
	const struct sigaction action = { .sa_handler = client_handler };
	struct qda_session *session;
	struct client_banks b;

	client_take_banks(&b);
	T_OK(qda_device_set_bank_wait(b.dev, 0));
	T_SYS(sigaction(SIGALRM, &action, NULL));
	T_SYS(setitimer(ITIMER_REAL, &often, NULL));
	T_ERR(qda_session_create(b.dev, QDA_SESSION_UNSIGNED, &session, NULL), -EINTR);
	T_SYS(setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL));
	qda_device_close(b.dev);
}

/* --------------------------------------------------------------- share -- */

static uint64_t client_checksum(struct client *c, const struct qda_bo *bo)
{
	uint64_t sum = 0;
	const struct qda_arg args[] = {
		qda_arg_in_bo(bo, 0, qda_bo_size(bo)), qda_arg_out(&sum, sizeof(sum)),
	};

	T_OK(client_call(c, CLIENT_CHECKSUM, args, 2));
	return sum;
}

/* Situation: a buffer goes from one open device to another, and back to the first.
 * Expectation: all are the same memory, for CPU and DSP, and each lives for itself.
 */
T_CASE(client_share, "share")
{
	struct qda_bo *first, *second, *again;
	uint8_t *one, *two;
	struct client a, b;
	uint64_t sum;
	long objects;
	int fd;

	client_open(&a, "selftest");
	client_open(&b, "selftest");
	T_OK(qda_bo_create(a.dev, CLIENT_SHARED, &first));
	T_OK(qda_bo_map(first, (void **)&one));
	T_OK(fd = qda_bo_export(first));
	T_OK(qda_bo_import(b.dev, fd, &second));
	T_OK(qda_bo_import(a.dev, fd, &again));
	close(fd);
	T_EQ(qda_bo_size(second), CLIENT_SHARED);
	T_EQ(qda_bo_handle(again), qda_bo_handle(first));

	one[CLIENT_SHARED - 1] = 0x5a;
	T_OK(qda_bo_map(second, (void **)&two));
	T_CHECK(one != two);
	T_EQ(two[CLIENT_SHARED - 1], 0x5a);
	sum = client_checksum(&b, second);
	T_OK(qda_bo_close(first));
	T_CHECK(client_checksum(&a, again) == sum);
	two[0] = 1;
	T_CHECK(client_checksum(&a, again) != sum);
	/* The sessions keep some for the bytes of calls. */
	objects = watch_counter("objects");
	T_OK(qda_bo_close(again));
	T_EQ(two[CLIENT_SHARED - 1], 0x5a);
	T_OK(qda_bo_close(second));
	T_EQ(watch_counter("objects"), objects - 1);
	client_close(&b);
	client_close(&a);
}

/* Situation: what is no dma-buf, and one that the program has closed.
 * Expectation: EINVAL and EBADF.
 */
T_CASE(client_share_wrong, "share-wrong")
{
	struct qda_device *dev;
	struct qda_bo *bo;
	int pipes[2];

	T_OK(qda_device_wait("cdsp", CLIENT_LIMIT_NS * t_slowdown(), &dev));
	T_SYS(pipe(pipes));
	T_ERR(qda_bo_import(dev, pipes[0], &bo), -EINVAL);
	T_ERR(qda_bo_import(dev, qda_device_fd(dev), &bo), -EINVAL);
	close(pipes[0]);
	T_ERR(qda_bo_import(dev, pipes[0], &bo), -EBADF);
	qda_device_close(dev);
}

/* ------------------------------------------------ programs and polling -- */

/* Situation: a program with a signature; then a bit of it changes.
 * Expectation: a session that works; then the DSP refuses.
 */
T_CASE(client_signature, "signature")
{
	struct qda_image image = { .offset = 4096, .size = 9008, .signature_size = 8 };
	struct qda_session *session;
	struct qda_device *dev;
	uint64_t signature;
	int32_t result = 0;
	struct qda_bo *bo;
	uint8_t *bytes;

	T_OK(qda_device_wait("cdsp", CLIENT_LIMIT_NS * t_slowdown(), &dev));
	T_OK(qda_bo_create(dev, 65536, &bo));
	T_OK(qda_bo_map(bo, (void **)&bytes));
	bytes += image.offset;
	image.bo = bo;
	remote_pattern_write(3, bytes, 9000);
	signature = remote_fnv(REMOTE_FNV_START, bytes, 9000);
	memcpy(bytes + 9000, &signature, sizeof(signature));
	T_OK(qda_session_create_image(dev, QDA_SESSION_PRIVILEGED, &image, &session, &result));
	T_OK(qda_session_close(session));
	bytes[4711] ^= 0x10;
	T_ERR(qda_session_create_image(dev, 0, &image, &session, &result), -EREMOTEIO);
	T_EQ(result, REMOTE_BADPARM);
	T_OK(qda_bo_close(bo));
	qda_device_close(dev);
}

/* Situation: poll mode is switched on and off, on a DSP that has it, or lacks it.
 * Expectation: calls work either way; EOPNOTSUPP where there is none.
 */
T_CASE(client_poll, "poll")
{
	struct qda_device_info info;
	uint32_t count = 0;
	const struct qda_arg arg = qda_arg_out(&count, sizeof(count));
	struct client c;
	bool known;

	client_open(&c, "selftest");
	T_OK(qda_device_info(c.dev, &info, sizeof(info)));
	known = info.flags & QDA_DEVICE_POLL;
	for (uint32_t i = 1; i <= 20; i++) {
		T_ERR(qda_session_set_poll(c.session, i % 4), known ? 0 : -EOPNOTSUPP);
		T_OK(client_call(&c, CLIENT_COUNT, &arg, 1));
		T_EQ(count, i);
	}
	client_close(&c);
}

/* ------------------------------------------------------ jobs and pipes -- */

/**
 * struct client_echo - a call that no thread waits for, and what comes of it
 */
struct client_echo {
	uint8_t in[100];
	uint8_t out[100];
	struct qda_arg args[2];
	struct qda_call call;
	unsigned int *over;
};

static void client_echo_init(struct client_echo *echo, const struct client *c, unsigned int n)
{
	for (size_t i = 0; i < sizeof(echo->in); i++)
		echo->in[i] = (uint8_t)(n * 7 + i);
	memset(echo->out, 0, sizeof(echo->out));
	echo->args[0] = qda_arg_in(echo->in, sizeof(echo->in));
	echo->args[1] = qda_arg_out(echo->out, sizeof(echo->out));
	echo->call = (struct qda_call){
		.handle = qda_module_handle(c->module), .method = CLIENT_ECHO,
		.args = echo->args, .count = 2,
	};
}

static void client_echo_check(const struct client_echo *echo)
{
	T_CHECK(!memcmp(echo->in, echo->out, sizeof(echo->in)));
}

/* Situation: a job of calls, and one after it in another queue, with bytes in and out.
 * Expectation: all have their bytes; no thread waited for any of them.
 */
T_CASE(client_job, "job")
{
	static struct client_echo echoes[2][CLIENT_BATCH];
	struct qda_submit how = { .timeout_ns = CLIENT_LIMIT_NS * t_slowdown() };
	struct qda_call calls[CLIENT_BATCH];
	int32_t results[CLIENT_BATCH];
	struct qda_job *jobs[2];
	struct client c;

	client_open(&c, "echo");
	for (unsigned int k = 0; k < 2; k++) {
		for (unsigned int i = 0; i < CLIENT_BATCH; i++) {
			client_echo_init(&echoes[k][i], &c, k * 100 + i);
			calls[i] = echoes[k][i].call;
		}
		how.queue = k;
		T_OK(qda_submit(c.session, &how, calls, CLIENT_BATCH, &jobs[k]));
		how.after = jobs[k];
	}
	for (unsigned int k = 0; k < 2; k++) {
		memset(results, 0xff, sizeof(results));
		T_OK(qda_wait(jobs[k], 0, results));
		for (unsigned int i = 0; i < CLIENT_BATCH; i++) {
			T_EQ(results[i], 0);
			client_echo_check(&echoes[k][i]);
		}
	}
	client_close(&c);
}

static void client_pushed(void *data, int error, int32_t result)
{
	struct client_echo *echo = data;

	T_OK(error);
	T_EQ(result, 0);
	client_echo_check(echo);
	/* In order, and none twice. */
	T_EQ(echo->in[0], *echo->over * 7 % 256);
	++*echo->over;
}

/* Situation: more calls than fit go through pipes of one, a few and many in flight.
 * Expectation: each is told of once, in order, with its bytes, and nothing is left.
 */
T_CASE(client_pipe, "pipe")
{
	static struct client_echo echoes[CLIENT_PUSHES];
	static const unsigned int depths[] = { 1, 2, 7, 63 };
	struct qda_pipe *pipe;
	struct client c;

	client_open(&c, "echo");
	for (size_t k = 0; k < T_ARRAY(depths); k++) {
		unsigned int over = 0;

		T_OK(qda_pipe_open(c.session, 2, depths[k], &pipe));
		for (unsigned int i = 0; i < CLIENT_PUSHES; i++) {
			client_echo_init(&echoes[i], &c, i);
			echoes[i].over = &over;
			T_OK(qda_pipe_push(pipe, &echoes[i].call,
					   CLIENT_LIMIT_NS * t_slowdown(), client_pushed,
					   &echoes[i]));
			T_CHECK(i + 1 - over <= depths[k]);
		}
		qda_pipe_close(pipe);
		T_EQ(over, CLIENT_PUSHES);
	}
	client_close(&c);
}
