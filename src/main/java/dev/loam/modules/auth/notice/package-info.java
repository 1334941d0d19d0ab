/// What the auth module says to people: mails and text messages, written from templates and handed
/// to whoever delivers them, and the mailbox of a developer's machine.
package dev.loam.modules.auth.notice;
