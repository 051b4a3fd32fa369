// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A skeleton in C++: the mean of the last sixteen numbers, of each open module on its
 * own. There is no C++ library in it: classes, templates, new and delete need none.
 */
#include <new>

#include <qda/farf.h>
#include <qda/qurt.h>
#include <qda/skel.h>

namespace {

/* Takes a mutex for as long as it lives. */
class holder {
public:
	explicit holder(qurt_mutex_t &mutex) : mutex(mutex) { qurt_mutex_lock(&mutex); }
	~holder() { qurt_mutex_unlock(&mutex); }
	holder(const holder &) = delete;
	holder &operator=(const holder &) = delete;

private:
	qurt_mutex_t &mutex;
};

/* The last numbers, and their sum. */
template <typename T, uint32_t size>
class window {
public:
	window() { qurt_mutex_init(&mutex); }
	~window() { qurt_mutex_destroy(&mutex); }

	/* Calls of several threads can come at the same time. */
	float push(const T *from, uint32_t count)
	{
		holder hold(mutex);

		for (uint32_t i = 0; i < count; i++) {
			T &oldest = numbers[next++ % size];

			sum += from[i] - static_cast<int64_t>(oldest);
			oldest = from[i];
		}
		return static_cast<float>(sum) / static_cast<float>(next < size ? next : size);
	}

private:
	qurt_mutex_t mutex;
	T numbers[size] = {};
	uint64_t next = 0;
	int64_t sum = 0;
};

using average = window<int32_t, 16>;

/* Lives as long as the library: made before the first call, gone behind the last one. */
struct tally {
	~tally() { FARF(LOW, "%u modules have been open", static_cast<unsigned int>(modules)); }
	uint32_t modules = 0;
} average_tally;

int average_open(void *state, const char *)
{
	new (state) average;
	__atomic_fetch_add(&average_tally.modules, 1, __ATOMIC_RELAXED);
	return 0;
}

void average_close(void *state)
{
	static_cast<average *>(state)->~average();
}

int average_push(void *state, struct skel_arg *in, struct skel_arg *out)
{
	uint32_t count = in[0].size / sizeof(int32_t);

	if (!count)
		return SKEL_EBADPARM;
	*static_cast<float *>(out[0].data) =
		static_cast<average *>(state)->push(static_cast<int32_t *>(in[0].data), count);
	return 0;
}

}

#define AVERAGE_METHODS(METHOD)	METHOD(2, average_push, "push in:i32[] out:f32")

SKEL(average, AVERAGE_METHODS, .state_size = sizeof(average), .open = average_open,
     .close = average_close);
