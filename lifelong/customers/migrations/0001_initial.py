import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import lifelong.lib.ids
import lifelong.lib.words
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(default='', max_length=200)),
                ('language', models.CharField(default='', max_length=12)),
                ('zone', models.CharField(default='', max_length=64)),
                ('made_at', models.DateTimeField()),
                ('lead', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('lead__isnull', False)), fields=['lead'], name='customer_joined'), models.Index(django.db.models.functions.text.Upper('name'), condition=models.Q(('name__contains', ' ')), name='customer_by_full_name'), django.contrib.postgres.indexes.GinIndex(lifelong.lib.words.WordsOf('name'), name='customer_by_words')],
            },
        ),
        migrations.CreateModel(
            name='Handle',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('email', 'Mail address'), ('phone', 'Phone'), ('visitor', 'Chat visitor'), ('social', 'Social profile'), ('store', 'Store customer')], max_length=20)),
                ('value', models.CharField(max_length=320)),
                ('claimed_how', models.CharField(max_length=40)),
                ('claimed_at', models.DateTimeField()),
                ('proved_how', models.CharField(max_length=40, null=True)),
                ('proved_at', models.DateTimeField(null=True)),
                ('shared', models.BooleanField(default=False)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handles', to='customers.customer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='one_holder_per_handle')],
                'indexes': [models.Index(django.db.models.functions.comparison.Collate('value', 'C'), name='handle_by_beginning')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('customer_id', models.UUIDField()),
                ('channel', models.CharField(choices=[('email', 'Mail'), ('chat', 'Chat'), ('sms', 'Text'), ('whatsapp', 'WhatsApp'), ('messenger', 'Messenger'), ('instagram', 'Instagram'), ('voice', 'Call'), ('self-service', 'Self-service'), ('custom', 'Other')], max_length=20)),
                ('purpose', models.CharField(choices=[('answers', 'answers'), ('updates', 'news of their orders'), ('offers', 'offers')], default='answers', max_length=10)),
                ('given', models.BooleanField()),
                ('how', models.CharField(choices=[('keyword', 'a word they sent'), ('link', 'a link in a message'), ('store', 'the shop'), ('vendor', 'our provider'), ('agent', 'a hero')], max_length=20)),
                ('at', models.DateTimeField()),
                ('handle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='customers.handle')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('handle', 'channel', 'purpose'), name='one_consent_per_purpose')],
            },
        ),
        migrations.CreateModel(
            name='HandleClaim',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('email', 'Mail address'), ('phone', 'Phone'), ('visitor', 'Chat visitor'), ('social', 'Social profile'), ('store', 'Store customer')], max_length=20)),
                ('value', models.CharField(max_length=320)),
                ('how', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('proof', models.CharField(max_length=40, null=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'value'], name='claim_by_handle')],
                'constraints': [models.UniqueConstraint(fields=('customer', 'kind', 'value'), name='one_claim_per_customer')],
            },
        ),
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('parted_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('parted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['other'], name='joining_by_other')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('parted_at', None)), fields=('one', 'other'), name='joined_once_at_a_time'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='joined_with_another')],
            },
        ),
        migrations.CreateModel(
            name='NotTheSame',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['other'], name='told_apart_by_other')],
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='told_apart_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='told_apart_from_another')],
            },
        ),
    ]
