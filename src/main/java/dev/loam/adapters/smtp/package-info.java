/// Mail over SMTP.
package dev.loam.adapters.smtp;
