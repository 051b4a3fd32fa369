// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/jiffies.h>
#include <linux/prandom.h>
#include <linux/workqueue.h>

#include <kunit/test.h>

#include "../qda_cb.h"
#include "../qda_deadline.h"

/**
 * DOC: Context bank tests
 *
 * The pool is plain data: no bank here has a device.
 */

#define QDA_CB_TEST_STEPS	10000
#define QDA_CB_TEST_TAKEN_MAX	64

static struct qda_cb_pool *qda_cb_test_create(struct kunit *test, unsigned int count,
					      unsigned int sessions_max)
{
	struct qda_cb_pool *pool = kunit_kzalloc(test, sizeof(*pool), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pool);
	qda_cb_init(pool);
	pool->count = count;
	for (unsigned int i = 0; i < count; i++)
		pool->banks[i] = (struct qda_cb){ .ready = true, .sessions_max = sessions_max };

	return pool;
}

/* Return: the bank, or NULL if none is free. */
static struct qda_cb *qda_cb_test_get(struct kunit *test, struct qda_cb_pool *pool,
				      unsigned int user)
{
	struct qda_cb *cb = qda_cb_get(pool, KUIDT_INIT(user), QDA_NO_WAIT);

	if (!IS_ERR(cb))
		return cb;

	KUNIT_EXPECT_EQ(test, PTR_ERR(cb), -EUSERS);

	return NULL;
}

/* Two banks, two sessions: each has its own; a third has none until one ends. */
static void qda_test_cb_exhaust(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 2, 1);
	struct qda_cb *first = qda_cb_test_get(test, pool, 1000);
	struct qda_cb *second = qda_cb_test_get(test, pool, 1000);

	KUNIT_ASSERT_NOT_NULL(test, first);
	KUNIT_ASSERT_NOT_NULL(test, second);
	KUNIT_EXPECT_PTR_NE(test, first, second);
	KUNIT_EXPECT_EQ(test, qda_cb_taken(pool), 2);
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 1000));
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 0));

	qda_cb_put(pool, first);
	KUNIT_EXPECT_EQ(test, qda_cb_taken(pool), 1);
	KUNIT_EXPECT_PTR_EQ(test, qda_cb_test_get(test, pool, 1001), first);
	qda_cb_put(pool, first);
	qda_cb_put(pool, second);
	KUNIT_EXPECT_EQ(test, qda_cb_taken(pool), 0);
}

/* No bank at all: nothing to get. */
static void qda_test_cb_empty(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 0, 1);

	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 0));
	KUNIT_EXPECT_EQ(test, qda_cb_sessions_max(pool), 0);
}

/* Banks that can be shared are shared when all are taken, not before. */
static void qda_test_cb_spread(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 3, 2);
	unsigned int user = 1000;

	KUNIT_EXPECT_EQ(test, qda_cb_sessions_max(pool), 6);
	for (unsigned int i = 0; i < 6; i++) {
		KUNIT_EXPECT_NOT_NULL(test, qda_cb_test_get(test, pool, user));
		KUNIT_EXPECT_EQ(test, qda_cb_taken(pool), min(i + 1, 3));
	}
	for (unsigned int i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, pool->banks[i].sessions, 2);
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, user));
}

/* A bank with a session of one user is out of bounds for others, root too. */
static void qda_test_cb_owner(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 1, 3);
	struct qda_cb *cb = qda_cb_test_get(test, pool, 1000);

	KUNIT_ASSERT_NOT_NULL(test, cb);
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 1001));
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 0));
	KUNIT_EXPECT_PTR_EQ(test, qda_cb_test_get(test, pool, 1000), cb);

	/* The first of two sessions goes: the bank is still the user's. */
	qda_cb_put(pool, cb);
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 1001));
	qda_cb_put(pool, cb);
	KUNIT_EXPECT_PTR_EQ(test, qda_cb_test_get(test, pool, 1001), cb);
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 1000));
}

/* A bank that only takes one session is not shared, whoever asks. */
static void qda_test_cb_exclusive(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 2, 1);
	struct qda_cb *cb;

	pool->banks[1].sessions_max = 2;
	KUNIT_EXPECT_NOT_NULL(test, qda_cb_test_get(test, pool, 1000));
	KUNIT_EXPECT_NOT_NULL(test, qda_cb_test_get(test, pool, 1000));
	cb = qda_cb_test_get(test, pool, 1000);
	KUNIT_EXPECT_PTR_EQ(test, cb, &pool->banks[1]);
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 1000));
}

/** struct qda_cb_test_later - what happens to a pool later */
struct qda_cb_test_later {
	/** @work: does it */
	struct delayed_work work;
	/** @pool: the pool */
	struct qda_cb_pool *pool;
	/** @cb: bank that is given back, or gets ready; NULL: the pool is closed */
	struct qda_cb *cb;
};

static void qda_cb_test_do_later(struct work_struct *work)
{
	struct qda_cb_test_later *later =
		container_of(work, struct qda_cb_test_later, work.work);

	if (later->cb && !later->cb->ready)
		qda_cb_set_ready(later->pool, later->cb, true);
	else if (later->cb)
		qda_cb_put(later->pool, later->cb);
	else
		qda_cb_close(later->pool);
}

static void qda_cb_test_start_later(struct kunit *test, struct qda_cb_pool *pool,
				    struct qda_cb *cb)
{
	struct qda_cb_test_later *later = kunit_kzalloc(test, sizeof(*later), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, later);
	later->pool = pool;
	later->cb = cb;
	INIT_DELAYED_WORK(&later->work, qda_cb_test_do_later);
	schedule_delayed_work(&later->work, 2);
}

static s64 qda_cb_test_in(unsigned int ms)
{
	return (s64)ktime_get_ns() + (s64)ms * NSEC_PER_MSEC;
}

/* A thread that waits gets the bank that is given back meanwhile. */
static void qda_test_cb_wait(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 1, 1);
	struct qda_cb *cb = qda_cb_test_get(test, pool, 1000);
	unsigned long late = jiffies + 30 * HZ;

	KUNIT_ASSERT_NOT_NULL(test, cb);
	qda_cb_test_start_later(test, pool, cb);
	KUNIT_EXPECT_PTR_EQ(test, qda_cb_get(pool, KUIDT_INIT(0), qda_cb_test_in(60000)), cb);
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, late));
}

/* A thread that waits in vain is told so when its time is over, and not sooner. */
static void qda_test_cb_wait_in_vain(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 1, 1);

	KUNIT_ASSERT_NOT_NULL(test, qda_cb_test_get(test, pool, 1000));
	for (unsigned int ms = 0; ms < 20; ms++) {
		s64 deadline = qda_cb_test_in(ms);

		KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(qda_cb_get(pool, KUIDT_INIT(0), deadline)),
				-EUSERS);
		KUNIT_EXPECT_GE(test, (s64)ktime_get_ns(), deadline);
	}
}

/* A signal ends a wait, to be begun again; who does not wait is told that no bank is free. */
static void qda_test_cb_signal(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 1, 1);
	struct qda_cb *no_wait, *wait;

	KUNIT_ASSERT_NOT_NULL(test, qda_cb_test_get(test, pool, 1000));
	set_thread_flag(TIF_SIGPENDING);
	no_wait = qda_cb_get(pool, KUIDT_INIT(0), QDA_NO_WAIT);
	wait = qda_cb_get(pool, KUIDT_INIT(0), qda_cb_test_in(60000));
	clear_thread_flag(TIF_SIGPENDING);

	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(no_wait), -EUSERS);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(wait), -ERESTARTSYS);
}

/* The IOMMU of a bank comes late: the others are there, and a thread that waits gets it then. */
static void qda_test_cb_late(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 2, 3);
	struct qda_cb *late = &pool->banks[0];

	late->ready = false;
	KUNIT_EXPECT_EQ(test, qda_cb_count(pool), 1);
	KUNIT_EXPECT_EQ(test, qda_cb_sessions_max(pool), 3);
	KUNIT_EXPECT_PTR_EQ(test, qda_cb_test_get(test, pool, 1000), &pool->banks[1]);
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 1001));

	qda_cb_test_start_later(test, pool, late);
	KUNIT_EXPECT_PTR_EQ(test, qda_cb_get(pool, KUIDT_INIT(1001), qda_cb_test_in(60000)), late);
	KUNIT_EXPECT_EQ(test, qda_cb_count(pool), 2);

	/* It goes again: the session that has it keeps it, no other gets it. */
	qda_cb_set_ready(pool, late, false);
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 1001));
	qda_cb_put(pool, late);
	KUNIT_EXPECT_NULL(test, qda_cb_test_get(test, pool, 1001));
}

/* The DSP goes: a thread that waits is told so, and free banks are no more to be had. */
static void qda_test_cb_closed(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 1, 1);
	struct qda_cb *cb = qda_cb_test_get(test, pool, 1000);
	s64 late = qda_cb_test_in(60000);

	KUNIT_ASSERT_NOT_NULL(test, cb);
	qda_cb_test_start_later(test, pool, NULL);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(qda_cb_get(pool, KUIDT_INIT(0), late)),
			-ECONNRESET);
	qda_cb_put(pool, cb);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(qda_cb_get(pool, KUIDT_INIT(0), QDA_NO_WAIT)),
			-ECONNRESET);
}

/* What a bank must never be: overfull, or of two users. */
static void qda_cb_test_check(struct kunit *test, struct qda_cb *const *taken,
			      const unsigned int *owners, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		unsigned int shared = 0;

		for (unsigned int j = 0; j < count; j++) {
			if (taken[j] != taken[i])
				continue;
			shared++;
			KUNIT_ASSERT_TRUE(test, owners[i] == owners[j]);
		}
		KUNIT_ASSERT_LE(test, shared, taken[i]->sessions_max);
	}
}

/* A bank is refused only if each is full or another user's. */
static bool qda_cb_test_could_get(const struct qda_cb_pool *pool,
				  struct qda_cb *const *taken, const unsigned int *owners,
				  unsigned int count, unsigned int owner)
{
	for (unsigned int i = 0; i < pool->count; i++) {
		unsigned int shared = 0;
		bool foreign = false;

		for (unsigned int j = 0; j < count; j++) {
			if (taken[j] != &pool->banks[i])
				continue;
			shared++;
			foreign |= owners[j] != owner;
		}
		if (!foreign && shared < pool->banks[i].sessions_max)
			return true;
	}

	return false;
}

/* Three users come and go at random: no rule is ever broken, nor a bank lost. */
static void qda_test_cb_random(struct kunit *test)
{
	struct qda_cb_pool *pool = qda_cb_test_create(test, 5, 1);
	struct qda_cb *taken[QDA_CB_TEST_TAKEN_MAX];
	unsigned int owners[QDA_CB_TEST_TAKEN_MAX];
	unsigned int count = 0;
	struct rnd_state rnd;

	prandom_seed_state(&rnd, 1);
	pool->banks[1].sessions_max = 2;
	pool->banks[3].sessions_max = 5;

	for (unsigned int step = 0; step < QDA_CB_TEST_STEPS; step++) {
		u32 dice = prandom_u32_state(&rnd);

		if (dice % 2 && count) {
			unsigned int i = dice / 2 % count;

			qda_cb_put(pool, taken[i]);
			taken[i] = taken[--count];
			owners[i] = owners[count];
		} else {
			unsigned int owner = dice / 2 % 3;
			bool could = qda_cb_test_could_get(pool, taken, owners, count, owner);

			taken[count] = qda_cb_test_get(test, pool, owner);
			KUNIT_ASSERT_EQ(test, !!taken[count], could);
			owners[count] = owner;
			count += could;
		}
		qda_cb_test_check(test, taken, owners, count);
	}

	while (count)
		qda_cb_put(pool, taken[--count]);
	KUNIT_EXPECT_EQ(test, qda_cb_taken(pool), 0);
}

static struct kunit_case qda_cb_test_cases[] = {
	KUNIT_CASE(qda_test_cb_exhaust),
	KUNIT_CASE(qda_test_cb_empty),
	KUNIT_CASE(qda_test_cb_spread),
	KUNIT_CASE(qda_test_cb_owner),
	KUNIT_CASE(qda_test_cb_exclusive),
	KUNIT_CASE(qda_test_cb_wait),
	KUNIT_CASE(qda_test_cb_wait_in_vain),
	KUNIT_CASE(qda_test_cb_signal),
	KUNIT_CASE(qda_test_cb_late),
	KUNIT_CASE(qda_test_cb_closed),
	KUNIT_CASE(qda_test_cb_random),
	{ }
};

static struct kunit_suite qda_cb_test_suite = {
	.name = "qda_cb",
	.test_cases = qda_cb_test_cases,
};

kunit_test_suite(qda_cb_test_suite);
