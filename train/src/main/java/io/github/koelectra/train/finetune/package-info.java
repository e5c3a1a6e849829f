/** The fine-tuning tasks: their files, features and scores. */
package io.github.koelectra.train.finetune;
