import Link from 'next/link';
import type { ReactNode } from 'react';
import { roleNames, type User } from '#lib/auth/core.ts';
import type { Course } from '#lib/course/core.ts';
import { isGradingUnsafe } from '#lib/grading/health.ts';
import { countOwnUnread } from '#lib/notices/read.ts';
import { paths } from '#lib/paths.ts';
import { ClockProvider } from '../_components/clock.tsx';
import { DraftOwner } from '../_drafts/owner.tsx';
import { anonymousContext, currentCourse, sessionUser } from '../session.ts';
import { DemoSwitch } from './demo-switch.tsx';
import { Mark } from './mark.tsx';
import { NavLinks } from './nav-links.tsx';
import { destinations } from './navigation.ts';
import { NoticeBell } from './notice-bell.tsx';
import { PhoneMenu } from './phone-menu.tsx';
import { SearchBox } from './search-box.tsx';
import { StaffMenu } from './staff-menu.tsx';
import { UnsafeBanner } from './unsafe-banner.tsx';
import { UserMenu } from './user-menu.tsx';

/** The frame around every signed-in page. It authorises nothing: each page does so itself, and sends strangers away. */
export async function Shell({ children }: { children: ReactNode }) {
  const ctx = anonymousContext();
  const [user, course, isUnsafe] = await Promise.all([sessionUser(), currentCourse(), isGradingUnsafe(ctx)]);
  const unread = user ? await countOwnUnread({ ...ctx, user }) : 0;
  return (
    <ClockProvider zone={course.timeZone} now={ctx.now.toISOString()}>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-24 rounded-md bg-ink px-4 py-2 text-paper focus:translate-y-0"
      >
        Skip to the content
      </a>
      <div className="flex min-h-dvh flex-col print:block">
        {user && <Header user={user} course={course} unread={unread} />}
        {isUnsafe && <UnsafeBanner />}
        <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col">
          <DraftOwner id={user?.id ?? ''}>{children}</DraftOwner>
        </main>
      </div>
    </ClockProvider>
  );
}

function Header({ user, course, unread }: { user: User; course: Course; unread: number }) {
  const links = destinations(user);
  return (
    <header className="h-shell shrink-0 border-b border-rule print:hidden">
      <div className="flex h-full items-center gap-1 px-3 sm:gap-2 sm:px-6">
        <Link
          href={paths.home()}
          className="mr-auto flex min-w-0 items-center gap-2 font-serif font-semibold max-sm:text-sm sm:gap-2.5 sm:pr-2 md:mr-1 xl:mr-6"
        >
          <Mark className="size-6 shrink-0" />
          {/* Between a phone and a desk the places take the room; what the course is called stands on every page's tab. */}
          <span className="truncate md:sr-only xl:not-sr-only xl:truncate">{course.title}</span>
        </Link>
        <nav aria-label="Course" className="mr-auto hidden md:flex">
          <NavLinks links={links.everybody} look="bar" />
          <StaffMenu links={links.staff} />
        </nav>
        <SearchBox />
        {course.demo && <DemoSwitch email={user.email} />}
        <NoticeBell unread={unread} />
        <UserMenu name={user.name} email={user.email} roleName={roleNames[user.role]} />
        <PhoneMenu {...links} />
      </div>
    </header>
  );
}
